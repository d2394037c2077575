import { JSDOM } from 'jsdom'
import { injectIntoGlobalHook } from 'react-refresh/runtime'

/**
 * A page for a file of tests, before React is there. Of jsdom it takes what a document is made of, and leaves the platform's own
 * `fetch`, `Request` and `AbortSignal`, which don't take each other's objects.
 */
const OF_THE_PAGE = [
  'document',
  'navigator',
  'location',
  'history',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLIFrameElement',
] as const
const OF_ITS_EVENTS = ['Event', 'MouseEvent', 'KeyboardEvent', 'SubmitEvent', 'MutationObserver', 'FormData'] as const

const { window } = new JSDOM('<!doctype html><title>An app</title>', {
  url: 'https://app.test/',
  pretendToBeVisual: true,
})
for (const name of [...OF_THE_PAGE, ...OF_ITS_EVENTS]) {
  // Newer Nodes have a `navigator` that can't be assigned.
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true })
}
window.HTMLDialogElement.prototype.showModal = function () {
  if (this.open) throw new Error('the dialog is open already')
  this.open = true
}
Object.assign(globalThis, { window, self: window, scrollTo() {}, IS_REACT_ACT_ENVIRONMENT: true })
injectIntoGlobalHook(Object(globalThis))

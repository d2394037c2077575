import { populateGlobal } from 'vitest/runtime'

/** Where a session's requests are made of Node's own parts, jsdom's would not fit. */
const OF_NODE = ['AbortController', 'AbortSignal', 'Headers', 'URL', 'URLSearchParams']

/** A browser's globals, by the `JSDOM` of whichever package tests with it. */
export const environmentOf = (JSDOM) => ({
  name: 'jsdom',
  viteEnvironment: 'client',
  setup(global) {
    const dom = new JSDOM('<!doctype html>', { pretendToBeVisual: true, url: 'http://localhost:3000' })
    takeSignalsOfNode(dom.window.EventTarget.prototype)
    const own = OF_NODE.map((name) => [name, global[name]])
    const { keys, originals } = populateGlobal(global, dom.window, { bindFunctions: true })
    for (const [name, value] of own) global[name] = value
    return {
      teardown() {
        dom.window.close()
        for (const key of keys) delete global[key]
        for (const [key, value] of originals) global[key] = value
      },
    }
  },
})

function takeSignalsOfNode(prototype) {
  const { addEventListener } = prototype
  prototype.addEventListener = function (type, listener, options) {
    const { signal, ...others } = Object(options)
    if (!signal) return addEventListener.call(this, type, listener, options)
    addEventListener.call(this, type, listener, others)
    signal.addEventListener('abort', () => this.removeEventListener(type, listener, others))
  }
}

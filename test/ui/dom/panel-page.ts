import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest'
import { type DevtoolsOptions, mountDevtools } from 'xstate-auth-session/devtools'
import type { openPorts } from '../../devtools/scene'

export const NAME = 'auth-session-devtools'
export const TABS = ['Chart', 'Time', 'Requests', 'Siblings', 'Timeline', 'Levers']

/** Panels on simulated time; a test in whose page something was thrown fails. */
export function watchPage(): void {
  const thrown: unknown[] = []
  const hear = (event: ErrorEvent) => {
    event.preventDefault()
    thrown.push(event.error)
  }
  beforeEach(() => {
    vi.useFakeTimers()
    window.addEventListener('error', hear)
  })
  afterEach(() => {
    window.removeEventListener('error', hear)
    vi.useRealTimers()
    expect(thrown.splice(0)).toEqual([])
  })
}

/** Until the panels have been drawn. */
export const drawn = () => vi.advanceTimersByTimeAsync(100)

export function mount(session: ReturnType<typeof openPorts>['session'], options?: DevtoolsOptions) {
  const remove = mountDevtools(session, options)
  onTestFinished(remove)
  const element = [...document.querySelectorAll(NAME)].at(-1) as HTMLElement
  return { remove, element, root: element.shadowRoot! }
}

export const badge = (root: ShadowRoot) => root.querySelector('.badge')?.textContent

export const button = (root: ShadowRoot, text: string) =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === text)!

export async function walkTabs(root: ShadowRoot): Promise<void> {
  for (const name of TABS) {
    button(root, name).click()
    await drawn()
  }
}

/** Drops a file with that text on the panel. */
export async function drop(root: ShadowRoot, text: string): Promise<void> {
  const dataTransfer = { files: [{ name: 'dropped.json', text: () => Promise.resolve(text) }] }
  root.querySelector('.panel')!.dispatchEvent(Object.assign(new Event('drop', { bubbles: true }), { dataTransfer }))
  await drawn()
}

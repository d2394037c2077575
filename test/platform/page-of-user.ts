import { onTestFinished, vi } from 'vitest'

/** A page in which a user can do something, as the globals that a library finds. */
export function openPageOfUser() {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const options: AddEventListenerOptions[] = []
  vi.stubGlobal('document', document)
  vi.stubGlobal('addEventListener', (type: string, run: () => void, given: AddEventListenerOptions) => {
    options.push(given)
    window.addEventListener(type, run, given)
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return {
    /** How each listener was added to the window. */
    options,
    act: (type: string) => window.dispatchEvent(new Event(type)),
    show(visibilityState: 'visible' | 'hidden') {
      document.visibilityState = visibilityState
      document.dispatchEvent(new Event('visibilitychange'))
    },
    thaw: () => document.dispatchEvent(new Event('resume')),
  }
}

import { afterEach, expect, test, vi } from 'vitest'
import { type LifecycleListener, pageLifecycle } from 'xstate-auth-session'

afterEach(() => vi.unstubAllGlobals())

function page() {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', document)
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  return { window, document }
}

function recorder(): LifecycleListener & { heard: string[] } {
  const heard: string[] = []
  const hear = (name: string) => () => void heard.push(name)
  return {
    heard,
    woke: hear('woke'),
    thawed: hear('thawed'),
    hid: hear('hid'),
    froze: hear('froze'),
    online: hear('online'),
  }
}

const transition = (type: string, persisted: boolean) => Object.assign(new Event(type), { persisted })

test('every signal of a page is heard as what it means', () => {
  const { window, document } = page()
  const listener = recorder()
  pageLifecycle().attach(listener)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  document.visibilityState = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  document.dispatchEvent(new Event('freeze'))
  document.dispatchEvent(new Event('resume'))
  window.dispatchEvent(transition('pagehide', true))
  window.dispatchEvent(transition('pagehide', false))
  window.dispatchEvent(transition('pageshow', true))
  window.dispatchEvent(transition('pageshow', false))
  window.dispatchEvent(new Event('focus'))
  window.dispatchEvent(new Event('offline'))
  window.dispatchEvent(new Event('online'))
  expect(listener.heard).toEqual([
    'hid',
    'woke',
    'froze',
    'thawed',
    'froze',
    'thawed',
    'woke',
    'woke',
    'woke',
    'online',
  ])
})

test('nothing is heard after it has been detached', () => {
  const { window, document } = page()
  const listener = recorder()
  pageLifecycle().attach(listener)()
  document.dispatchEvent(new Event('visibilitychange'))
  window.dispatchEvent(new Event('focus'))
  expect(listener.heard).toEqual([])
})

test('on a server there is nothing to hear, and the network is taken to be there', () => {
  const listener = recorder()
  pageLifecycle().attach(listener)()
  expect(pageLifecycle().isOnline()).toBe(true)
  expect(listener.heard).toEqual([])
})

test('a page that is opened out of sight is told so', () => {
  const { document } = page()
  document.visibilityState = 'hidden'
  const listener = recorder()
  pageLifecycle().attach(listener)
  expect(listener.heard).toEqual(['hid'])
})

import { describe, expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import {
  createFakeBackend,
  createSiblings,
  createSimulatedTime,
  type SiblingsOptions,
} from 'xstate-auth-session/testing'
import { ada, createGate, me, refreshPath, watch } from '../adversity/world'

type Options = Omit<SiblingsOptions<{ password: PasswordCredentials }>, 'backend' | 'time'>

/** A browser with that many tabs, in which somebody is logged in; tokens live for five minutes. */
async function openBrowser(count: number, options: Options = {}) {
  const time = createSimulatedTime()
  const backend = createFakeBackend({ now: time.now })
  const browser = createSiblings({ backend, time, session: { renewal: { jitter: 0 } }, ...options })
  const tabs = Array.from({ length: count }, () => browser.open())
  await tabs[0]?.session.login(ada)
  for (const { session } of tabs) await session.start()
  await time.advance(1_000)
  const statuses = () => tabs.map(({ session }) => session.getSnapshot().status)
  /** Lets the server handle renewals, and keeps its answers until the gate opens. */
  const keepRenewals = () => {
    const gate = createGate()
    backend.intercept(({ path }, answer) => {
      if (path !== refreshPath) return undefined
      const handled = answer()
      return gate.opened.then(() => handled)
    })
    return gate.open
  }
  return { time, backend, browser, tabs, statuses, keepRenewals }
}

describe('the tabs of a browser', () => {
  test('share logins and logouts', async () => {
    const { time, tabs, statuses } = await openBrowser(3)
    expect(statuses()).toEqual(Array(3).fill('authenticated'))
    await tabs[1]?.session.logout()
    await time.settle()
    expect(statuses()).toEqual(Array(3).fill('loggedOut'))
  })

  test('share nothing with another browser', async () => {
    const { browser } = await openBrowser(1)
    const other = await openBrowser(0)
    expect([await browser.open().session.start(), await other.browser.open().session.start()]).toEqual([
      'authenticated',
      'anonymous',
    ])
  })

  test('share the store that is given, and say where it keeps the session', async () => {
    const named = await openBrowser(1, { storage: memoryStorage({ scope: 'a browser' }) })
    const byDefault = await openBrowser(1)
    expect([named, byDefault].map(({ tabs }) => tabs[0]?.session.getSnapshot().persistence)).toEqual(['page', 'device'])
  })

  test('are listed until they are closed or crash', async () => {
    const { browser, tabs } = await openBrowser(3)
    tabs[0]?.freeze()
    tabs[1]?.crash()
    tabs[2]?.close()
    const last = browser.open()
    expect(browser.tabs).toEqual([tabs[0], last])
  })

  test('hear nothing of each other without a channel, until they are shown', async () => {
    const { time, tabs, statuses } = await openBrowser(2, { channel: false })
    tabs[1]?.hide()
    await tabs[0]?.session.logout()
    await time.advance(1_000)
    expect(statuses()).toEqual(['loggedOut', 'authenticated'])
    tabs[1]?.show()
    await time.settle()
    expect(statuses()).toEqual(['loggedOut', 'loggedOut'])
  })

  test('wait for each other’s renewal where there are locks, and without them too', async () => {
    for (const locks of [true, false]) {
      const { time, backend, tabs, keepRenewals } = await openBrowser(2, { locks })
      const open = keepRenewals()
      backend.revokeAccess()
      const answers = tabs.map(({ session }) => watch(session.fetch(me)))
      await time.advance(5_000)
      expect(backend.count(refreshPath)).toBe(1)
      open()
      await time.advance(1_000)
      expect(answers).toEqual([{ outcome: 200 }, { outcome: 200 }])
      expect(backend.count(refreshPath)).toBe(1)
    }
  })

  test('are told of the device’s waking if they are seen', async () => {
    const { time, browser, tabs } = await openBrowser(2, { channel: false })
    tabs[1]?.hide()
    const third = browser.open()
    await third.session.logout()
    browser.sleep(3_600_000)
    await time.settle()
    expect(tabs.map(({ session }) => session.getSnapshot().status)).toEqual(['loggedOut', 'authenticated'])
  })
})

describe('a frozen tab', () => {
  test('renews nothing, however much time passes, and once it has thawed', async () => {
    const { time, backend, tabs } = await openBrowser(1)
    tabs[0]?.freeze()
    await time.advance(3_600_000)
    expect(backend.count(refreshPath)).toBe(0)
    tabs[0]?.thaw()
    await time.advance(100)
    expect(backend.count(refreshPath)).toBe(1)
  })

  test('gets its answers after the thaw', async () => {
    const { time, backend, tabs } = await openBrowser(1)
    const answer = watch(tabs[0]!.session.fetch(me))
    tabs[0]?.freeze()
    await time.advance(60_000)
    expect([answer.outcome, backend.count('/api/me/')]).toEqual(['pending', 1])
    tabs[0]?.show()
    await time.advance(0)
    expect(answer.outcome).toBe(200)
  })

  test('hears of a logout after the thaw, before anything is sent', async () => {
    const { time, backend, tabs, statuses } = await openBrowser(2)
    tabs[1]?.freeze()
    await tabs[0]?.session.logout()
    await time.advance(1_000)
    expect(statuses()).toEqual(['loggedOut', 'authenticated'])
    tabs[1]?.thaw()
    const asked = watch(tabs[1]!.session.fetch(me, { auth: 'required' }))
    await time.advance(0)
    expect([statuses(), asked.outcome, backend.count('/api/me/')]).toEqual([
      ['loggedOut', 'loggedOut'],
      'logged_out',
      0,
    ])
  })

  test('gives its lock back as it freezes in the middle of a renewal, and overwrites nothing when it thaws', async () => {
    const { time, backend, tabs } = await openBrowser(2)
    const [first, second] = tabs.map(({ session }) => session)
    const gate = createGate()
    const stop = backend.intercept(({ path }) =>
      path === refreshPath ? gate.opened.then(() => new Response('{}', { status: 401 })) : undefined,
    )
    backend.revokeAccess()
    const kept = watch(first!.fetch(me))
    await time.advance(100)
    stop()
    tabs[0]?.freeze()
    const answer = watch(second!.fetch(me))
    await time.advance(100)
    expect(answer.outcome).toBe(200)
    gate.open()
    await time.advance(1_000)
    expect(kept.outcome).toBe('pending')
    tabs[0]?.show()
    await time.advance(1_000)
    expect(kept.outcome).toBe(200)
    expect(first?.getSnapshot()).toEqual(second?.getSnapshot())
  })
})

describe('a tab that crashes in the middle of a renewal', () => {
  async function crash(options?: Options) {
    const scene = await openBrowser(2, options)
    const { time, backend, tabs, keepRenewals } = scene
    const open = keepRenewals()
    backend.revokeAccess()
    const lost = watch(tabs[0]!.session.fetch(me))
    await time.advance(100)
    tabs[0]?.crash()
    return { ...scene, lost, open }
  }

  test('leaves its lock to the others at once, who find its token spent', async () => {
    const { time, tabs, open } = await crash()
    const answer = watch(tabs[1]!.session.fetch(me))
    open()
    await time.advance(100)
    expect(answer.outcome).toBe('session_expired')
    expect(tabs[1]?.session.getSnapshot().endReason).toBe('answer_lost')
  })

  test('gets no answer, writes nothing, and leaves no timer', async () => {
    const storage = memoryStorage({ scope: 'a browser' })
    const { time, lost, open, tabs } = await crash({ storage })
    tabs[1]?.close()
    const before = await storage('auth-session').read()
    open()
    await time.advance(60_000)
    expect(await storage('auth-session').read()).toEqual(before)
    expect([lost.outcome, time.pending]).toEqual(['pending', 0])
  })

  test('reaches nobody any more, whatever is asked of it', async () => {
    const { time, backend, tabs } = await crash()
    const [first, second] = tabs
    const asked = backend.requests.length
    for (const use of [first!.session.login(ada), first!.session.fetch(me), first!.session.logout()]) watch(use)
    first?.show()
    first?.goOffline()
    first?.freeze()
    first?.thaw()
    first?.close()
    await time.advance(1_000)
    expect(backend.requests).toHaveLength(asked)
    expect(second?.session.getSnapshot()).toMatchObject({
      status: 'authenticated',
      lastLogin: { at: time.now() - 2_100 },
    })
  })
})

test('a tab that is closed leaves the session to the others, and no timer', async () => {
  const { time, tabs, statuses } = await openBrowser(2)
  tabs[0]?.close()
  await time.advance(600_000)
  expect([statuses()[1], time.pending > 0]).toEqual(['authenticated', true])
  tabs[1]?.close()
  expect(time.pending).toBe(0)
})

test('a tab that is offline sends nothing, loses what comes meanwhile, and goes on when it is back', async () => {
  const { time, backend, tabs } = await openBrowser(1)
  const { session } = tabs[0]!
  const gate = createGate()
  const stop = backend.intercept(({ path }, answer) => (path === '/api/me/' ? gate.opened.then(answer) : undefined))
  const lost = watch(session.fetch(me))
  await time.settle()
  tabs[0]?.goOffline()
  gate.open()
  stop()
  const failed = watch(session.fetch(me))
  await time.settle()
  expect([lost.outcome, failed.outcome, backend.count('/api/me/')]).toEqual([
    new TypeError('fetch failed'),
    new TypeError('fetch failed'),
    1,
  ])
  await time.advance(600_000)
  expect([session.getSnapshot().status, backend.count(refreshPath)]).toEqual(['queuedRetry', 0])
  tabs[0]?.goOnline()
  await time.advance(100)
  expect(session.getSnapshot().status).toBe('authenticated')
})

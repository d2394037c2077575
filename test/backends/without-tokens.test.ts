import { describe, expect, onTestFinished, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { delegated, withoutTokens } from 'xstate-auth-session/backends'
import { createSiblings, createSimulatedTime } from 'xstate-auth-session/testing'
import { memoryArea } from '../../src/platform/memory-storage'
import { createFakeSdk, createIdentityProvider } from './delegated/fake-sdk'

const API = 'https://api.example.com'

/** A browser with tabs over one store, each with an SDK of its own; what is written is remembered. */
function openBrowser({ locks = true, channel = true, accessLifetime = 300 } = {}) {
  const time = createSimulatedTime()
  const idp = createIdentityProvider(time, accessLifetime)
  const area = memoryArea()
  const written: string[] = []
  const watched = {
    ...area,
    setItem(key: string, value: string) {
      written.push(`${key}: ${value}`)
      area.setItem(key, value)
    },
  }
  const backendOf = (sdk: ReturnType<typeof createFakeSdk>) => delegated({ baseUrl: API, ...sdk })
  const siblings = createSiblings({
    backend: { backend: backendOf(createFakeSdk(idp)), fetch: idp.fetch },
    time,
    locks,
    channel,
    storage: withoutTokens(webStorage(watched, { scope: 'device' })),
    session: { renewal: { jitter: 0 } },
  })
  const open = async () => {
    const sdk = createFakeSdk(idp)
    const { session, ...tab } = siblings.open({ backend: backendOf(sdk) })
    onTestFinished(() => session.dispose())
    const started = session.start()
    await time.advance(1_000)
    await started
    /** The status of what the API answers. */
    const ask = async () => {
      const asked = session.fetch(`${API}/me`)
      await time.advance(2_000)
      return (await asked).status
    }
    return { ...tab, session, sdk, ask, status: () => session.getSnapshot().status }
  }
  const settled = async <T>(promise: Promise<T>) => {
    await time.advance(1_000)
    return promise
  }
  return { time, idp, area, written, open, settled }
}

describe.each([
  ['locks and a channel', {}],
  ['no locks', { locks: false }],
])('tabs with %s', (_, without) => {
  async function openTabs() {
    const browser = openBrowser(without)
    const tabs = [await browser.open(), await browser.open()] as const
    browser.idp.user = 'ada'
    await browser.settled(tabs[0].session.login('sdk', {}))
    await browser.time.advance(2_000)
    return { ...browser, tabs }
  }

  test('share a login: each asks its own SDK for a token', async () => {
    const { tabs, idp } = await openTabs()
    expect(tabs.map(({ status }) => status())).toEqual(['authenticated', 'authenticated'])
    expect(tabs.map(({ sdk }) => sdk.asked)).toEqual([['unforced'], ['unforced']])
    expect([await tabs[0].ask(), await tabs[1].ask(), idp.user]).toEqual([200, 200, 'ada'])
    expect(tabs[1].session.getSnapshot().user).toEqual({ name: 'ada' })
  })

  test('renew each for itself, once, and tell nobody', async () => {
    const { tabs, time, written } = await openTabs()
    const before = written.length
    await time.advance(3_000_000)
    const asked = tabs.map(({ sdk }) => sdk.asked.length)
    expect(asked).toEqual([13, 13])
    expect(tabs.map(({ status }) => status())).toEqual(['authenticated', 'authenticated'])
    expect(written.slice(before)).toEqual([])
  })

  test('log out together, and the SDK is told once', async () => {
    const { tabs, time, settled } = await openTabs()
    await settled(tabs[1].session.logout())
    await time.advance(2_000)
    expect(tabs.map(({ status }) => status())).toEqual(['loggedOut', 'loggedOut'])
    expect(tabs.map(({ sdk }) => sdk.asked)).toEqual([['unforced'], ['unforced', 'logout']])
  })

  test('log in again together, as somebody else', async () => {
    const { tabs, time, idp, settled } = await openTabs()
    idp.user = 'grace'
    await settled(tabs[1].session.login('sdk', {}))
    await time.advance(2_000)
    expect(tabs.map(({ session }) => session.getSnapshot().claims?.['user_id'])).toEqual(['grace', 'grace'])
  })

  test('keep no token in the store', async () => {
    const { tabs, time, idp, written } = await openTabs()
    await time.advance(600_000)
    idp.tokens.endAll('access')
    await tabs[0].ask()
    await time.advance(600_000)
    const tokens = [await tabs[0].session.accessToken(), await tabs[1].session.accessToken()]
    expect(written.length).toBeGreaterThan(0)
    expect(
      written.filter((text) => tokens.some((token) => text.includes(token)) || text.includes('.unsigned')),
    ).toEqual([])
  })
})

test('a new tab finds the login and asks its own SDK, without forcing it', async () => {
  const { idp, open, settled } = openBrowser()
  const first = await open()
  idp.user = 'ada'
  await settled(first.session.login('sdk', {}))
  const second = await open()
  expect([second.status(), second.sdk.asked, await second.ask()]).toEqual(['authenticated', ['unforced'], 200])
})

test('a tab whose SDK still speaks for another user sends nothing as that user', async () => {
  const { time, idp, open, settled } = openBrowser()
  const [first, second] = [await open(), await open()]
  idp.user = 'ada'
  await settled(first.session.login('sdk', {}))
  await time.advance(2_000)
  second.sdk.speaksFor = 'ada'
  idp.user = 'grace'
  await settled(first.session.login('sdk', {}))
  await time.advance(2_000)
  const waiting = second.session.accessToken()
  await time.advance(2_000)
  expect([first.status(), second.status()]).toEqual(['authenticated', 'queuedRetry'])
  second.sdk.speaksFor = null
  await time.advance(20_000)
  expect([idp.tokens.read(await waiting)?.user, second.status()]).toEqual(['grace', 'authenticated'])
})

test('a logout that a tab slept through is found when it wakes', async () => {
  const { time, idp, open, settled } = openBrowser({ channel: false })
  const [first, second] = [await open(), await open()]
  idp.user = 'ada'
  await settled(first.session.login('sdk', {}))
  second.hide()
  second.show()
  await time.advance(2_000)
  expect(second.status()).toBe('authenticated')
  second.freeze()
  await settled(first.session.logout())
  second.show()
  await time.advance(2_000)
  expect(second.status()).toBe('loggedOut')
})

test('what is logged out while a renewal is under way stays so', async () => {
  const { time, idp, open, settled } = openBrowser()
  const [first, second] = [await open(), await open()]
  idp.user = 'ada'
  await settled(first.session.login('sdk', {}))
  await time.advance(2_000)
  const renewing = second.session.accessToken({ minValidFor: 290_000 }).catch(({ code }) => code)
  await settled(first.session.logout())
  await time.advance(2_000)
  expect([first.status(), second.status(), await renewing]).toEqual(['loggedOut', 'loggedOut', expect.any(String)])
})

test('a login that was cleared from the store is there again with the next renewal', async () => {
  const { time, idp, area, open, settled } = openBrowser()
  const first = await open()
  idp.user = 'ada'
  await settled(first.session.login('sdk', {}))
  area.removeItem('auth-session')
  await time.advance(300_000)
  expect([first.status(), area.getItem('auth-session')]).toEqual([
    'authenticated',
    expect.stringContaining('"delegated"'),
  ])
})

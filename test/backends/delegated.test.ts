import { describe, expect, test, vi } from 'vitest'
import type { AuthSessionError } from 'xstate-auth-session'
import { delegated } from 'xstate-auth-session/backends'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { createIdentityProvider } from './delegated/fake-sdk'
import { openPage } from './delegated/scene'

/** A page whose SDK has logged ada in before. */
function openKnown(...given: Parameters<typeof openPage>) {
  const time = createSimulatedTime()
  const idp = createIdentityProvider(time)
  idp.user = 'ada'
  return openPage(given[0], given[1], time, idp)
}

async function openLoggedIn(...given: Parameters<typeof openPage>) {
  const page = openKnown(...given)
  await page.session.login('sdk', {})
  return page
}

const codeOf = (error: unknown) => (error as AuthSessionError).code

describe('the beginning', () => {
  test('of an SDK that knows a login takes the token that it has', async () => {
    const { session, sdk, ask } = openKnown()
    expect(await session.start()).toBe('authenticated')
    expect([await ask(), sdk.asked, session.getSnapshot().user]).toEqual([200, ['unforced'], { name: 'ada' }])
  })

  test('with a token that the server takes no more leads to a forced one', async () => {
    const { session, sdk, idp, ask } = openKnown()
    await sdk.getAccessToken({ forceRefresh: false })
    idp.tokens.endAll('access')
    await session.start()
    expect([await ask(), sdk.asked]).toEqual([200, ['unforced', 'unforced', 'forced']])
  })

  test('of one that knows of none asks for nothing', async () => {
    const { session, sdk } = openPage()
    expect(await session.start()).toBe('anonymous')
    expect(sdk.asked).toEqual([])
  })

  test('of one that is wrong about it ends anonymous', async () => {
    const { session, sdk } = openPage({ isLoggedIn: () => true })
    expect(await session.start()).toBe('anonymous')
    expect([sdk.asked, session.getSnapshot().endReason]).toEqual([['unforced'], 'not_restored'])
  })

  test('after a login of the SDK’s own takes the token that it has', async () => {
    const { session, sdk, idp } = openPage()
    await session.start()
    idp.user = 'ada'
    await session.login('sdk', {})
    expect([session.getSnapshot().status, sdk.asked]).toEqual(['authenticated', ['unforced']])
  })

  test('is refused where the SDK has no login, and unreachable where it fails', async () => {
    const { session, idp } = openPage()
    expect(await session.login('sdk', {}).catch(codeOf)).toBe('login_rejected')
    idp.isUp = false
    expect(await session.login('sdk', {}).catch(codeOf)).toBe('unreachable')
  })

  test('asked for twice is one login, and does not log the SDK out', async () => {
    const { session, sdk, ask } = openKnown()
    const both = [session.login('sdk', {}), session.login('sdk', {})]
    expect(await Promise.all(both.map((login) => login.then(() => 'in', codeOf)))).toEqual(['session_changed', 'in'])
    await session.login('sdk', {})
    expect([await ask(), sdk.asked]).toEqual([200, ['unforced', 'unforced', 'unforced']])
  })

  test('asked for again before the SDK has answered does not log the SDK out', async () => {
    const answers: ((token: string) => void)[] = []
    const getAccessToken = () => new Promise<string>((resolve) => answers.push(resolve))
    const { session, sdk, idp, time, ask } = openKnown({ getAccessToken, isLoggedIn: () => false })
    await session.start()
    const both = [session.login('sdk', {}), session.login('sdk', {})].map((login) => login.then(() => 'in', codeOf))
    for (const answer of answers) {
      answer(idp.tokens.make('access', 'ada'))
      await time.settle()
    }
    expect([await Promise.all(both), await ask(), sdk.asked]).toEqual([['session_changed', 'in'], 200, []])
  })

  test('takes tokens that are no JWTs, with what is known of them', async () => {
    const { session, time } = await openLoggedIn({
      getAccessToken: async () => ({ accessToken: 'opaque', expiresIn: 60, subject: 'ada' }),
    })
    expect(session.getSnapshot().expiresAt).toBe(time.now() + 60_000)
    expect(await session.accessToken()).toBe('opaque')
  })
})

describe('a renewal', () => {
  test('is forced, a minute before the end of the token', async () => {
    const { time, sdk, ask } = await openLoggedIn()
    await time.advance(239_000)
    expect(sdk.asked).toEqual(['unforced'])
    await time.advance(2_000)
    expect([await ask(), sdk.asked]).toEqual([200, ['unforced', 'forced']])
  })

  test('is forced once for a herd that was refused', async () => {
    const { idp, sdk, ask } = await openLoggedIn()
    expect(await ask()).toBe(200)
    idp.tokens.endAll('access')
    expect(new Set(await Promise.all(Array.from({ length: 200 }, ask)))).toEqual(new Set([200]))
    expect(sdk.asked).toEqual(['unforced', 'forced'])
  })

  test.each([
    ['error', { error: 'login_required' }],
    ['errorCode', { errorCode: 'interaction_required' }],
    ['code', { code: 'consent_required' }],
    ['none', null],
  ])('ends the session where the SDK says that only the user can help, by %s', async (_, thrown) => {
    const { session, idp, sdk, ask } = await openLoggedIn()
    sdk.instead = () => {
      if (thrown) throw Object.assign(new Error('no'), thrown)
      return null
    }
    idp.tokens.endAll('access')
    expect(await ask().catch(codeOf)).toBe('session_expired')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
  })

  test('that fails in any other way keeps the session', async () => {
    const { time, session, idp, sdk, ask } = await openLoggedIn()
    idp.isUp = false
    await time.advance(600_000)
    expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true })
    idp.isUp = true
    const asked = ask()
    await time.advance(60_000)
    expect([await asked, session.getSnapshot().status, sdk.asked.at(-1)]).toEqual([200, 'authenticated', 'forced'])
  })

  test('ends by what the app calls final, and by nothing else then', async () => {
    const isFinal = vi.fn((error: unknown) => (error as Error).message === 'auth/user-disabled')
    const says = { message: 'login_required' }
    const { time, session, sdk } = await openLoggedIn({ isFinal })
    sdk.instead = () => {
      throw Object.assign(new Error(says.message), { code: 'login_required' })
    }
    await time.advance(400_000)
    expect([session.getSnapshot().status, isFinal.mock.calls.length > 0]).toEqual(['queuedRetry', true])
    says.message = 'auth/user-disabled'
    await time.advance(120_000)
    expect(session.getSnapshot().status).toBe('expired')
  })
})

describe('a token of another user', () => {
  test('ends the session: who it was is logged in no more', async () => {
    const { idp, session, ask } = await openLoggedIn()
    idp.user = 'grace'
    idp.tokens.endAll('access')
    expect(await ask().catch(codeOf)).toBe('session_expired')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', claims: null })
  })

  test('that the app names is seen too where tokens are opaque', async () => {
    const users = ['ada', 'ada', 'grace']
    const { session, time } = openPage({
      getAccessToken: async () => ({ accessToken: 'opaque', expiresIn: 300, subject: users.shift() }),
    })
    await session.login('sdk', {})
    await time.advance(250_000)
    expect(session.getSnapshot().status).toBe('authenticated')
    await time.advance(250_000)
    expect([session.getSnapshot().status, users]).toEqual(['expired', []])
  })
})

describe('a logout', () => {
  test('logs the SDK out, here or everywhere', async () => {
    const { session, sdk } = await openLoggedIn()
    await session.logout()
    expect([session.getSnapshot().status, sdk.asked.at(-1)]).toEqual(['loggedOut', 'logout'])
    const second = await openLoggedIn()
    await second.session.logout({ everywhere: true })
    expect(second.sdk.asked.at(-1)).toBe('logout everywhere')
  })

  test('without a network reaches the SDK all the same', async () => {
    const { session, sdk } = await openLoggedIn({}, { lifecycle: { attach: () => () => {}, isOnline: () => false } })
    await session.logout()
    expect(sdk.asked).toEqual(['unforced', 'logout'])
  })

  describe('that the SDK could not do', () => {
    async function openFailing() {
      const heard: { online(): void }[] = []
      const lifecycle = {
        attach(listener: { online(): void }) {
          heard.push(listener)
          return () => {}
        },
        isOnline: () => true,
      }
      let logouts = 0
      const logout = () => {
        logouts++
        return Promise.reject(new TypeError('Failed to fetch'))
      }
      const page = await openLoggedIn({ logout }, { lifecycle })
      await page.session.logout()
      const comeOnline = async () => {
        heard[0]?.online()
        await page.time.settle()
      }
      return { ...page, comeOnline, logouts: () => logouts }
    }

    test('is tried again when the network is back', async () => {
      const { comeOnline, logouts } = await openFailing()
      await comeOnline()
      expect(logouts()).toBe(2)
    })

    test('does not end a login that has come since', async () => {
      const { session, comeOnline, logouts, ask } = await openFailing()
      await session.login('sdk', {})
      await comeOnline()
      expect([logouts(), await ask()]).toEqual([1, 200])
    })
  })

  test('where the app gave none ends the session here', async () => {
    const { session } = await openLoggedIn({ logout: undefined as never })
    await session.logout()
    expect(session.getSnapshot().status).toBe('loggedOut')
  })
})

test.each<[string, object]>([
  ['delegated: options', undefined as never],
  ['delegated: baseUrl', { getAccessToken: () => null }],
  ['delegated: getAccessToken', { baseUrl: '' }],
  ['delegated: isLoggedIn', { baseUrl: '', getAccessToken: () => null, isLoggedIn: true }],
  ['delegated: logout', { baseUrl: '', getAccessToken: () => null, logout: null }],
  ['delegated: isFinal', { baseUrl: '', getAccessToken: () => null, isFinal: 'x' }],
  ['delegated: user', { baseUrl: '', getAccessToken: () => null, user: {} }],
  ['delegated: scheme', { baseUrl: '', getAccessToken: () => null, scheme: 'two words' }],
])('%s is named where it is wrong', (name, options) => {
  expect(() => delegated(options as never)).toThrow(new RegExp(`^${name} must be`))
})

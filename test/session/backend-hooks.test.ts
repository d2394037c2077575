import { describe, expect, onTestFinished, test } from 'vitest'
import { type AuthBackend, type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type PasswordCredentials, simpleJwt } from 'xstate-auth-session/backends'
import { codeOf, failure } from './failure'
import { eventually } from './moments'
import { ada, grace, openTimedScene } from './scene'

type Logins = { password: PasswordCredentials }
type Hooks = Partial<AuthBackend<Logins>>

/** A session whose backend is simpleJwt's but for those members. */
async function openHooked(hooks: Hooks, options: Partial<Omit<AuthSessionOptions, 'backend'>> = {}) {
  const scene = await openTimedScene({ server: { rotation: true } })
  const backend: AuthBackend<Logins> = { ...simpleJwt({ baseUrl: scene.server.url }), ...hooks }
  const session = createAuthSession({ backend, clock: scene.clock, renewal: { jitter: 0 }, ...options })
  onTestFinished(() => session.dispose())
  const families = async () => (await scene.server.families()).map(({ username, alive }) => [username, alive])
  return { ...scene, session, families }
}

describe('a backend whose authorization is null', () => {
  test('sends no header of its own, and gives nobody a token', async () => {
    const { server, session, url } = await openHooked({ authorization: () => null })
    await session.login(ada)
    const seen: unknown[] = []
    await session.withToken(async (token) => ({ status: 200, seen: seen.push(token) }))
    expect(await codeOf(session.accessToken())).toBe('no_access_token')
    expect((await session.fetch(url('/api/public/'))).status).toBe(200)
    expect([seen, server.requests.at(-1)!.bearer]).toEqual([[null], null])
  })

  test('leaves a header of the caller’s alone', async () => {
    const { session, url } = await openHooked({ authorization: () => null })
    await session.login(ada)
    const response = await session.fetch(url('/api/public/'), { headers: { Authorization: 'Basic x' } })
    expect(await response.json()).toMatchObject({ authorization: true })
  })
})

describe('send', () => {
  const open = async () => {
    const sent: string[] = []
    const elsewhere: string[] = []
    const scene = await openHooked(
      {
        send(input, init, fetch) {
          sent.push(new URL(input instanceof Request ? input.url : input).pathname)
          return fetch(input, init)
        },
      },
      {
        fetch: async (input, init) => {
          const url = String(input)
          if (!url.startsWith('https://elsewhere.test/')) return fetch(input, init)
          elsewhere.push(url)
          return new Response()
        },
      },
    )
    return { ...scene, sent, elsewhere }
  }

  test('has what goes to a listed origin, the session’s own calls included', async () => {
    const { server, session, url, sent, clock } = await open()
    await session.login(ada)
    await session.fetch(url('/api/items/1/'), { method: 'POST' })
    await session.fetch(new Request(url('/api/items/2/')))
    clock.advance(19_000)
    await session.fetch(url('/api/items/3/'))
    await session.logout()
    expect(sent).toEqual([
      '/api/token/',
      '/api/items/1/',
      '/api/items/2/',
      '/api/token/refresh/',
      '/api/items/3/',
      '/api/token/blacklist/',
    ])
    expect(server.requests.map(({ path }) => path)).toEqual(sent)
  })

  test('has nothing that goes elsewhere, and nothing with auth: omit', async () => {
    const { session, url, sent, elsewhere } = await open()
    await session.login(ada)
    await session.fetch('https://elsewhere.test/a')
    await session.fetch(url('/api/public/'), { auth: 'omit' })
    expect([sent, elsewhere]).toEqual([['/api/token/'], ['https://elsewhere.test/a']])
  })
})

describe('describe', () => {
  test('fills in what the grant leaves open, once, and not at a renewal', async () => {
    let asked = 0
    const { session, clock, refreshes } = await openHooked({
      describe: async (grant) => ({ ...grant, user: { asked: ++asked } }),
    })
    await session.login(ada)
    clock.advance(15_000)
    await session.accessToken()
    await eventually(() => expect(refreshes()).toBe(1))
    expect([session.getSnapshot().user, asked]).toEqual([{ asked: 1 }, 1])
  })

  test('that throws refuses the login, without its words, and what the server gave is revoked', async () => {
    const { session, families } = await openHooked({
      describe: async () => {
        throw new Error('Ada Lovelace has no roles')
      },
    })
    const error = await failure(session.login(ada))
    expect(error).toMatchObject({ code: 'malformed_grant' })
    expect(String(error)).not.toContain('Lovelace')
    expect(session.getSnapshot().status).toBe('anonymous')
    await eventually(async () => expect(await families()).toEqual([['ada', false]]))
  })

  test('that throws leaves tokens alone that were obtained elsewhere', async () => {
    const { session, families, server, url } = await openHooked({ describe: () => Promise.reject(new Error('no')) })
    const body = JSON.stringify(ada)
    const headers = { 'content-type': 'application/json' }
    const { access, refresh } = await (await fetch(url('/api/token/'), { method: 'POST', headers, body })).json()
    expect(await codeOf(session.setTokens({ accessToken: access, refreshToken: refresh }))).toBe('malformed_grant')
    expect(await families()).toEqual([['ada', true]])
    expect(server.count({ path: '/api/token/blacklist/' })).toBe(0)
  })

  test('of a login that another has overtaken begins nothing, and its tokens are revoked', async () => {
    let goOn = () => {}
    const asked = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let calls = 0
    const { session, families } = await openHooked({
      async describe(grant) {
        if (++calls === 1) await asked
        return grant
      },
    })
    const first = codeOf(session.login(ada))
    await eventually(() => expect(calls).toBe(1))
    await session.login(grace)
    goOn()
    expect(await first).toBe('session_changed')
    await eventually(async () =>
      expect(await families()).toEqual([
        ['ada', false],
        ['grace', true],
      ]),
    )
    expect(session.getSnapshot().claims?.['user_id']).toBe(2)
  })
})

describe('what a revocation ends', () => {
  /** The store refuses the renewal's answer, since the app has set a token meanwhile. */
  const loseRenewal = async (revokes: 'token' | 'grant') => {
    const scene = await openHooked({ revokes })
    const { server, session, clock, url } = scene
    await session.login(ada)
    const gate = server.faults.next({ path: '/api/token/refresh/' }, { kind: 'gate', hold: 'answer' })
    clock.advance(11_000)
    await gate.arrived
    const body = JSON.stringify(ada)
    const headers = { 'content-type': 'application/json' }
    const { access, refresh } = await (await fetch(url('/api/token/'), { method: 'POST', headers, body })).json()
    await session.setTokens({ accessToken: access, refreshToken: refresh })
    gate.release()
    return scene
  }

  test.each([
    ['token', 1],
    ['grant', 0],
  ] as const)('is the %s: a successor that came too late costs so many revocations: %i', async (revokes, count) => {
    const { server, session, url } = await loseRenewal(revokes)
    await eventually(() => expect(server.count({ path: '/api/token/blacklist/' })).toBe(count))
    for (let i = 0; i < 5; i++) expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(server.count({ path: '/api/token/blacklist/' })).toBe(count)
  })

  test('is the grant: a logout ends it all the same', async () => {
    const { session, families } = await openHooked({ revokes: 'grant' })
    await session.login(ada)
    await session.logout()
    expect(await families()).toEqual([['ada', false]])
  })
})

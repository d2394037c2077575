import { expect } from 'vitest'
import { AuthSessionError, createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'

const ada = { username: 'ada', password: 'lovelace' }
const grace = { username: 'grace', password: 'hopper' }
const api = 'https://api.test/api'
const refresh = '/api/token/refresh/'

/** Ada is logged in at a server in memory, and time stands still. */
export async function openSituation() {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now })
  const renewal = { jitter: 0 }
  const session = createAuthSession({ backend: server.backend, fetch: server.fetch, clock: time.clock, renewal })
  await session.login(ada)
  const get = (path: string, init?: Parameters<typeof session.fetch>[1]) => outcome(session.fetch(api + path, init))
  /** Answers that path with that status until the test is over; at once, or when `until` resolves. */
  const answer = (path: string, status: number, headers: HeadersInit = {}, until?: Promise<void>) =>
    server.intercept((request) => {
      if (request.path !== path) return undefined
      const response = new Response('{}', { status, headers })
      return until ? until.then(() => response) : response
    })
  const refreshes = () => server.count(refresh)
  const expire = async () => {
    server.revokeAccess()
    server.revokeRefresh()
    const code = await get('/notes/')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'rejected' })
    return code
  }
  return { time, server, session, get, answer, refreshes, expire }
}

type Situation = Awaited<ReturnType<typeof openSituation>>

/** Every situation of the README's table, by its words: it comes about, and the caller sees what the table says. */
export const situations: Readonly<Record<string, (situation: Situation) => Promise<void>>> = {
  async 'the access token nears its end'({ time, session, answer, refreshes, get }) {
    const gate = openGate()
    answer(refresh, 503, {}, gate.opened)
    await time.advance(240_000)
    expect([session.getSnapshot().status, refreshes(), await get('/notes/')]).toEqual(['refreshing', 1, 200])
  },
  async 'one request, or a hundred, get a 401'({ server, get, refreshes }) {
    server.revokeAccess()
    const answers = await Promise.all(Array.from({ length: 100 }, () => get('/notes/')))
    expect([new Set(answers), refreshes()]).toEqual([new Set([200]), 1])
  },
  async 'a 401 comes for a token that has been replaced'({ server, get, refreshes }) {
    const gate = openGate()
    const stop = server.intercept(({ path }) =>
      path === '/api/late/' ? gate.opened.then(() => new Response('', { status: 401 })) : undefined,
    )
    const late = get('/late/')
    stop()
    server.revokeAccess()
    await get('/notes/')
    gate.open()
    expect([await late, refreshes(), server.count('/api/late/')]).toEqual([200, 1, 2])
  },
  async 'one resource refuses fresh tokens too'({ time, get, answer, refreshes }) {
    answer('/api/locked/', 401)
    expect([await get('/locked/'), refreshes()]).toEqual([401, 1])
    await time.advance(29_000)
    expect([await get('/locked/'), refreshes()]).toEqual([401, 1])
  },
  async 'a 403, or any other answer of a resource'({ get, answer, refreshes }) {
    answer('/api/closed/', 403)
    answer('/api/broken/', 500)
    expect([await get('/closed/'), await get('/broken/'), refreshes()]).toEqual([403, 500, 0])
  },
  async 'a request’s own network fails'({ server, session, get }) {
    server.network(false)
    expect([await get('/notes/'), session.getSnapshot().status]).toEqual(['TypeError', 'authenticated'])
  },
  async 'the token server fails, the token is still good'({ time, session, get, answer, refreshes }) {
    answer(refresh, 503)
    await time.advance(250_000)
    expect(refreshes()).toBeGreaterThan(2)
    expect([session.getSnapshot().degraded, await get('/notes/')]).toEqual([false, 200])
  },
  async 'the token server fails, the token has ended'({ time, session, get, answer }) {
    answer(refresh, 503)
    await time.advance(300_000)
    const waiting = get('/notes/')
    await time.advance(29_000)
    expect(session.getSnapshot()).toMatchObject({ status: 'queuedRetry', degraded: true, waiting: 1, loggedIn: true })
    await time.advance(1_000)
    expect([await waiting, session.getSnapshot().loggedIn]).toEqual(['queue_timeout', true])
  },
  async 'its `Retry-After` is longer than they may wait'({ server, get, answer }) {
    answer(refresh, 429, { 'Retry-After': '60' })
    server.revokeAccess()
    expect(await get('/notes/')).toBe('unreachable')
  },
  async 'the token server refuses the refresh token'({ server, session, get, expire }) {
    const code = expire()
    const held = get('/notes/', { hold: true })
    expect(await code).toBe('session_expired')
    await session.login(ada)
    expect([await held, server.requests.at(-1)?.bearer?.user]).toEqual([200, 'ada'])
  },
  async 'the same user logs in again'({ server, session, get, expire }) {
    await expire()
    const held = get('/drafts/', { hold: true, method: 'POST', body: 'a draft' })
    expect(server.count('/api/drafts/')).toBe(0)
    await session.login(ada)
    expect([await held, server.count('/api/drafts/')]).toEqual([200, 1])
  },
  async 'another user logs in'({ server, session, get, expire, answer }) {
    const stop = answer(refresh, 503)
    server.revokeAccess()
    const waiting = get('/notes/')
    await session.login(grace)
    expect(await waiting).toBe('session_changed')
    stop()
    await session.login(ada)
    await expire()
    const held = get('/drafts/', { hold: true })
    await session.login(grace)
    expect([await held, server.count('/api/drafts/')]).toEqual(['session_changed', 0])
    expect(server.requests.filter(({ path, bearer }) => path === '/api/notes/' && bearer?.user === 'grace')).toEqual([])
  },
  async 'the user logs out while requests wait'({ server, session, get, time }) {
    const gate = openGate()
    const stop = server.intercept(({ path, body }) => {
      if (path !== refresh) return undefined
      stop()
      const answered = server.fetch(server.baseUrl + refresh, { method: 'POST', body })
      return gate.opened.then(() => answered)
    })
    server.revokeAccess()
    const waiting = get('/notes/')
    await time.settle()
    await session.logout()
    gate.open()
    await time.settle()
    expect([await waiting, session.getSnapshot().status]).toEqual(['logged_out', 'loggedOut'])
    const revoked = server.requests.filter(({ path }) => path === '/api/token/blacklist/')
    expect(new Set(revoked.map(({ body }) => body)).size).toBe(2)
  },
  async 'a request is aborted while it waits'({ server, get, answer, time }) {
    answer(refresh, 503)
    await time.advance(300_000)
    const abort = new AbortController()
    const waiting = get('/notes/', { signal: abort.signal })
    abort.abort(new RangeError('the reason'))
    expect([await waiting, server.count('/api/notes/')]).toEqual(['RangeError', 0])
  },
  async 'the laptop sleeps past the token’s end'({ time, server, get, refreshes }) {
    time.sleep(3_600_000)
    expect([await get('/notes/'), refreshes(), server.count('/api/notes/')]).toEqual([200, 1, 1])
  },
  async 'a URL outside the backend’s origin'({ server, session, refreshes }) {
    expect(await outcome(session.fetch('https://elsewhere.test/'))).toBe(401)
    expect([server.requests.at(-1)?.bearer, refreshes()]).toEqual([null, 0])
  },
}

/** The status of the answer, or the code or name of the error. */
function outcome(sent: Promise<Response>): Promise<number | string> {
  return sent.then(
    ({ status }) => status,
    (error: Error) => (error instanceof AuthSessionError ? error.code : error.name),
  )
}

function openGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

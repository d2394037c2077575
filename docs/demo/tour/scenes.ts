import { REFRESH, type Stage, tally } from './stage'

/** One step of the story. */
export interface Scene {
  readonly title: string
  readonly expected: string
  /** Plays it, and says in the words of `expected` what came of it. */
  play(stage: Stage): Promise<string>
}

const logIn: Scene = {
  title: 'Log in',
  expected: 'authenticated as ada',
  async play({ session, login, server }) {
    await login('ada')
    const { status } = session.getSnapshot()
    return `${status} as ${server.families().at(-1)?.username}`
  },
}

const goodToken: Scene = {
  title: 'Requests with a good token',
  expected: '5 × 200; refresh calls: 0',
  async play({ askAtOnce, refreshCalls }) {
    return `${tally(await askAtOnce(5, '/api/notes/'))}; refresh calls: ${refreshCalls()}`
  },
}

const onTime: Scene = {
  title: 'The token is renewed before it ends',
  expected: 'refresh calls: 1; refused requests: 0',
  async play({ freshToken, refreshCalls, server }) {
    await freshToken()
    return `refresh calls: ${refreshCalls()}; refused requests: ${server.count({ status: 401 })}`
  },
}

const herd: Scene = {
  title: '100 requests at once, and the server has revoked the token',
  expected: '100 × 200; refresh calls: 1',
  async play({ freshToken, refreshCalls, askAtOnce, server }) {
    await freshToken()
    const before = refreshCalls()
    server.revokeAccess()
    const outcomes = tally(await askAtOnce(100, '/api/notes/'))
    return `${outcomes}; refresh calls: ${refreshCalls() - before}`
  },
}

const outage: Scene = {
  title: 'The network drops in the middle of a renewal',
  expected: '10 waited; 10 × 200; the login is alive; spent tokens reused: 0',
  async play({ session, server, reaches, until, askAtOnce }) {
    // The gate is never released: the server does not get to see what the broken connection carried.
    await server.faults.next({ path: REFRESH }, { kind: 'gate' }).arrived
    server.network(false)
    await reaches('queuedRetry')
    const asked = askAtOnce(10, '/api/notes/')
    await until(() => session.getSnapshot().waiting === 10)
    const { waiting } = session.getSnapshot()
    server.network(true)
    const outcomes = tally(await asked)
    const { alive, reused } = server.families().at(-1) ?? {}
    return `${waiting} waited; ${outcomes}; the login is ${alive ? 'alive' : 'over'}; spent tokens reused: ${reused}`
  },
}

const late401: Scene = {
  title: 'A 401 that comes late, when the token has long been replaced',
  expected: 'the late one: 200, sent twice; refresh calls: 1',
  async play({ freshToken, refreshCalls, ask, server }) {
    await freshToken()
    const before = refreshCalls()
    const path = '/api/report/'
    const gate = server.faults.next({ path }, { kind: 'gate' })
    const late = ask(path)
    await gate.arrived
    server.revokeAccess()
    await ask('/api/notes/')
    gate.release()
    const outcome = await late
    const sent = server.count({ path }) === 2 ? 'twice' : `${server.count({ path })} times`
    return `the late one: ${outcome}, sent ${sent}; refresh calls: ${refreshCalls() - before}`
  },
}

const logoutInRenewal: Scene = {
  title: 'Log out while a renewal is on the wire',
  expected: 'who waited: logged_out; loggedOut; the login is over',
  async play({ session, server, ask, reaches, until }) {
    const gate = server.faults.next({ path: REFRESH }, { kind: 'gate', hold: 'answer' })
    await gate.arrived
    server.revokeAccess()
    const asked = ask('/api/notes/')
    await reaches('queuedRetry')
    await session.logout()
    const outcome = await asked
    gate.release()
    await until(() => server.families().every(({ alive }) => !alive))
    const { status } = session.getSnapshot()
    return `who waited: ${outcome}; ${status}; the login is over`
  },
}

const anotherUser: Scene = {
  title: 'Log in as another, while a request of the first waits',
  expected: "who waited: session_changed; now grace; ada's login is over; her request under grace's name: 0",
  async play({ session, server, login, ask, reaches, until }) {
    await login('ada')
    const path = '/api/diary/'
    const gate = server.faults.next({ path: REFRESH }, { kind: 'gate' })
    server.revokeAccess()
    const asked = ask(path)
    await reaches('queuedRetry')
    await login('grace')
    const outcome = await asked
    gate.release()
    await until(() => server.families().every(({ alive, username }) => alive === (username === 'grace')))
    const me = await session.fetch(`${server.url}/api/me/`).then((response) => response.json())
    const mixedUp = server.requests.filter((request) => request.path === path && request.bearer?.username === 'grace')
    return `who waited: ${outcome}; now ${me.username}; ada's login is over; her request under grace's name: ${mixedUp.length}`
  },
}

const refusedForGood: Scene = {
  title: 'The server ends the login',
  expected: 'the request: session_expired; expired, because rejected',
  async play({ session, server, ask, freshToken }) {
    await freshToken()
    server.revokeFamilies()
    const outcome = await ask('/api/notes/')
    const { status, endReason } = session.getSnapshot()
    return `the request: ${outcome}; ${status}, because ${endReason}`
  },
}

/** The story, in its order: each scene begins where the one before ended. */
export const scenes: readonly Scene[] = [
  logIn,
  goodToken,
  onTime,
  herd,
  outage,
  late401,
  logoutInRenewal,
  anotherUser,
  refusedForGood,
]

import { dropped, echoing } from './echoes'
import { ada, address, asked, grace, OwnError, provided } from './planted'
import { paths } from './wire'
import type { Session, World } from './world'

const post = { method: 'POST', body: asked.body, hold: true } as const

/** What is held through the end of a session, and what becomes of it. */
export async function expire(session: Session, { wire, outcome, enter }: World) {
  const url = wire.baseUrl + address
  for (const next of [ada, grace]) {
    await enter(session)
    wire.revokeAccess()
    wire.revokeRefresh()
    const held = outcome('fetch', session.fetch(url, post))
    await outcome('fetch', session.fetch(url))
    await outcome('accessToken', session.accessToken())
    await session.login({ username: next.username, password: next.password })
    if (next === grace) await session.logout()
    await held
  }
}

/** Two tabs, each of which does what the other has to learn of. */
export async function share(session: Session, world: World) {
  const { wire, outcome, enter, open, pass } = world
  await enter(session)
  const other = open()
  await other.start()
  wire.revokeAccess()
  const url = wire.baseUrl + address
  await Promise.all([outcome('fetch', session.fetch(url)), outcome('fetch', other.fetch(url))])
  await other.login('google', provided)
  await pass(1_000)
  await outcome('fetch', session.fetch(url, post))
  await other.logout()
  await pass(1_000)
  other.stop()
}

/** Logouts of every kind, a reload in between, and the end of the page. */
export async function leave(session: Session, world: World) {
  const { wire, outcome, enter, open, pass } = world
  for (const refusal of [dropped, echoing(401), echoing(404), echoing(500)]) {
    await enter(session)
    wire.next(paths.logout, refusal)
    await session.logout()
  }
  await enter(session)
  await session.logout({ everywhere: true })
  await outcome('fetch', session.fetch(wire.baseUrl + address, { auth: 'required' }))
  await enter(session)
  session.dispose()
  await outcome('fetch', session.fetch(wire.baseUrl + address, post))
  const reloaded = open()
  await enter(reloaded)
  await pass(290_000)
  await reloaded.fetch(wire.baseUrl + address)
  await world.recorder.check(reloaded)
  reloaded.on('renewed', () => {
    throw new OwnError(JSON.stringify(wire.tokens()))
  })
  await pass(290_000)
  return reloaded
}

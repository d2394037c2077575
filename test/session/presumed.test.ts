import { describe, expect, test } from 'vitest'
import { createAuthSession, type Grant, memoryStorage } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { eventually } from './moments'
import { obtain } from './obtained'
import { ada, grace, openTimedScene } from './scene'

type Presumed = () => Grant | null | Promise<Grant | null>

/** A session whose backend presumes what it is told to; `tokens` are good ones that no record tells of. */
async function openPresumed(presumed: (tokens: Grant) => ReturnType<Presumed>, storage = memoryStorage()) {
  const scene = await openTimedScene({ server: { rotation: true } })
  const tokens = await obtain(scene)
  const backend = { ...simpleJwt({ baseUrl: scene.server.url }), presumed: () => presumed(tokens) }
  const session = createAuthSession({ backend, clock: scene.clock, storage, renewal: { jitter: 0 } })
  const before = scene.server.count()
  return { ...scene, tokens, backend, session, calls: () => scene.server.count() - before }
}

const alive = async ({ server }: Pick<Awaited<ReturnType<typeof openPresumed>>, 'server'>) =>
  (await server.families()).map((family) => family.alive)

/** A promise, and what settles it. */
function held<T>() {
  let settle = (_: T) => {}
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

describe('a session that is presumed', () => {
  test('is proved by one renewal, and requests wait for it', async () => {
    const { session, calls, refreshes, url } = await openPresumed((tokens) => tokens)
    const [status, response] = await Promise.all([session.start(), session.fetch(url('/api/me/'))])
    expect([status, response.status, refreshes(), calls()]).toEqual(['authenticated', 200, 1, 2])
    session.dispose()
  })

  test('is nobody where the server refuses the renewal', async () => {
    const scene = await openPresumed((tokens) => tokens)
    await scene.server.revokeFamilies()
    expect(await scene.session.start()).toBe('anonymous')
    expect(scene.session.getSnapshot()).toMatchObject({ loggedIn: false, endReason: 'not_restored' })
    scene.session.dispose()
  })

  test('gives way to a record in the store, and is not asked for', async () => {
    const storage = memoryStorage()
    const first = await openPresumed(() => null, storage)
    await first.session.login(grace)
    const { epoch } = first.session.actor.getSnapshot().context.stamp!
    let asked = 0
    const backend = { ...first.backend, presumed: () => (asked++ < 0 ? ({} as Grant) : null) }
    const second = createAuthSession({ backend, clock: first.clock, storage })
    expect(await second.start()).toBe('authenticated')
    expect([asked, second.actor.getSnapshot().context.stamp?.epoch, first.refreshes()]).toEqual([0, epoch, 0])
    first.session.dispose()
    second.dispose()
  })
})

describe('nobody is asked', () => {
  test.each<readonly [string, Presumed]>([
    ['says that there is none', () => null],
    ['says so later', async () => null],
    [
      'throws',
      () => {
        throw new Error('no cookies here')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no SDK here'))],
    ['gives garbage', () => ({ accessToken: 'no jwt of ours\n' })],
  ])('where the backend %s: the session is anonymous', async (_, presumed) => {
    const { session, calls, url } = await openPresumed(presumed)
    expect(await session.start()).toBe('anonymous')
    expect(calls()).toBe(0)
    expect((await session.fetch(url('/api/public/'))).status).toBe(200)
    session.dispose()
  })

  test('where it says nothing at all: the session is anonymous within restore.timeout, and its store is kept', async () => {
    let asked = 0
    const { session, clock, calls } = await openPresumed(() => new Promise(() => void asked++))
    const started = session.start()
    await eventually(() => expect(asked).toBe(1))
    clock.advance(4_500)
    expect(await started).toBe('anonymous')
    expect([session.getSnapshot().persistence, calls()]).toEqual(['page', 0])
    session.dispose()
  })
})

describe('while the backend is being asked', () => {
  test('a login wins: what is presumed afterwards is not taken, and not renewed', async () => {
    const answer = held<Grant | null>()
    const { session, tokens, refreshes } = await openPresumed(() => answer.promise)
    const started = session.start()
    await session.login(grace)
    answer.settle(tokens)
    expect(await started).toBe('authenticated')
    expect([session.getSnapshot().claims?.['user_id'], refreshes()]).toEqual([2, 0])
    session.dispose()
  })

  test('a logout wins: nobody is logged in, and what is presumed afterwards is logged out at the server', async () => {
    const answer = held<Grant | null>()
    const scene = await openPresumed(() => answer.promise)
    const { session, tokens, refreshes } = scene
    session.start()
    const logout = session.logout()
    answer.settle(tokens)
    await logout
    await eventually(async () => expect(await alive(scene)).toEqual([false]))
    expect([session.getSnapshot().status, session.getSnapshot().loggedIn, refreshes()]).toEqual(['loggedOut', false, 0])
    session.dispose()
  })

  test('a login that follows a logout is left alone by it', async () => {
    const answer = held<Grant | null>()
    const { session, tokens, url } = await openPresumed(() => answer.promise)
    session.start()
    session.logout()
    await session.login(ada)
    answer.settle(tokens)
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect(session.getSnapshot().status).toBe('authenticated')
    session.dispose()
  })
})

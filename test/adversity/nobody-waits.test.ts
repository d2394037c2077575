import { describe, expect, test } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import type { FakeBackend, SimulatedTime } from 'xstate-auth-session/testing'
import { overhearRejections } from '../session/rejections'
import {
  ada,
  createHandLifecycle,
  createWorld,
  foreignGrant,
  grace,
  me,
  refreshPath,
  type Session,
  watch,
} from './world'

type Answer = (fake: FakeBackend, time: SimulatedTime, answer: () => Response) => Response | Promise<Response>

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response('{}', { status: code, headers })

const renewals: Record<string, Answer> = {
  'a dead network': () => Promise.reject(new TypeError('fetch failed')),
  'no answer at all': () => new Promise(() => {}),
  'an answer after twelve seconds': async (_, time, answer) => {
    const kept = answer()
    await new Promise<void>((resolve) => void time.clock.setTimeout(resolve, 12_000))
    return kept
  },
  'an answer lost after the rotation': (_fake, _time, answer) => {
    answer()
    throw new TypeError('fetch failed')
  },
  'a page with 200': () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
  'JSON without a token': () => new Response('{}'),
  'a token that nobody takes': (_, time) => foreignGrant(time.now()),
  'a 401': status(401),
  'a 400': status(400),
  'a 404': status(404),
  'a redirect': status(301, { Location: '/login/' }),
  'a 429': status(429),
  'a 500': status(500),
  'a 503 that asks for an hour': status(503, { 'Retry-After': '3600' }),
  'a good answer': (_fake, _time, answer) => answer(),
}

type Disturb = (session: Session, world: ReturnType<typeof openWorld>) => unknown

const disturbances: Record<string, Disturb> = {
  nothing: () => {},
  'a logout': (session) => session.logout(),
  'a logout and a login': async (session) => {
    await Promise.all([session.logout(), session.login(ada)])
  },
  'another user’s login': (session) => session.login(grace),
  'a login that is refused': (session) => session.login({ username: 'ada', password: 'wrong' }).catch(() => {}),
  'a stop': (session) => session.stop(),
  'a dispose': (session) => session.dispose(),
  'a wall clock set an hour ahead': (_, { time }) => time.setWallClock(3_600_000),
  'a wall clock set an hour back': (_, { time }) => time.setWallClock(-3_600_000),
  'a freeze and a thaw': (_, { page }) => {
    page.tell('froze')
    page.tell('thawed')
  },
  'the network’s return': (_, { page }) => page.tell('online'),
}

function openWorld(renewal: Answer) {
  const world = createWorld()
  const { time, fake } = world
  const page = createHandLifecycle()
  fake.intercept(({ path }, answer) => (path === refreshPath ? renewal(fake, time, answer) : undefined))
  return { ...world, page, session: world.open({ lifecycle: page.lifecycle }) }
}

const callers: Record<string, (session: Session, signal: AbortSignal) => Promise<unknown>> = {
  fetch: (session) => session.fetch(me),
  'fetch with a body': (session) => session.fetch(me, { method: 'POST', body: new URLSearchParams({ a: '1' }) }),
  'fetch that needs a token': (session) => session.fetch(me, { auth: 'required' }),
  'fetch with a signal': (session, signal) => session.fetch(me, { signal }),
  accessToken: (session) => session.accessToken(),
  'accessToken of a long life': (session) => session.accessToken({ minValidFor: 86_400_000 }),
  withToken: (session) => session.withToken(async () => ({ status: 200 })),
  start: (session) => session.start(),
}

const settledBy = (code: unknown) => typeof code === 'number' || code === 'done' || typeof code === 'string'

describe.each(Object.entries(renewals))('where a renewal meets %s', (_, renewal) => {
  test.each(Object.entries(disturbances))('and then comes %s, everybody is answered in time', async (__, disturb) => {
    const world = openWorld(renewal)
    const { time, fake, session, page } = world
    const rejections = overhearRejections()
    await session.login(ada)
    await session.fetch(me)
    fake.revokeAccess()
    const abort = new AbortController()
    const seen = Object.entries(callers).map(([name, call]) => ({ name, watched: watch(call(session, abort.signal)) }))
    const held = watch(session.fetch(me, { hold: true }))
    await time.advance(1)
    const disturbed = watch(Promise.resolve(disturb(session, world)))
    await time.advance(100)
    const late = watch(session.fetch(me))

    // queue.maxWait, and once more for who is refused by the next token as well.
    await time.advance(61_000)
    const pending = seen.filter(({ watched }) => watched.outcome === 'pending').map(({ name }) => name)
    expect({
      pending,
      disturbed: disturbed.outcome,
      late: settledBy(late.outcome) && late.outcome !== 'pending',
    }).toEqual({
      pending: [],
      disturbed: 'done',
      late: true,
    })
    expect(seen.filter(({ watched }) => !settledBy(watched.outcome))).toEqual([])
    await time.advance(600_000)
    expect(held.outcome).not.toBe('pending')

    session.dispose()
    await time.advance(30_000)
    expect({ timers: time.pending, attached: page.attached, rejections: await rejections() }).toEqual({
      timers: 0,
      attached: 0,
      rejections: [],
    })
  })
})

test('an aborted caller is rejected in the tick of the abort, with the reason of its signal', async () => {
  const { time, fake, session } = openWorld(() => new Promise(() => {}))
  await session.login(ada)
  fake.revokeAccess()
  const abort = new AbortController()
  const answer = session.fetch(me, { signal: abort.signal }).catch((error: unknown) => error)
  await time.advance(1_000)
  const reason = new AuthSessionError('unsupported')
  abort.abort(reason)
  expect(await answer).toBe(reason)
})

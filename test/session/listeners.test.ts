import { afterEach, describe, expect, test, vi } from 'vitest'
import type { AuthSessionEvents, AuthSnapshot } from 'xstate-auth-session'
import { ada, openScene, type Session } from './scene'

afterEach(() => vi.unstubAllGlobals())

const thrown = new Error('a listener of the app')
const throwing = () => {
  throw thrown
}

/** A life from login to logout with a renewal in it; `true` if nothing of it was lost. */
async function live({ session, server, url }: Awaited<ReturnType<typeof openScene>>): Promise<boolean> {
  await session.login(ada)
  await server.revokeAccess()
  const responses = await Promise.all([session.fetch(url('/api/me/')), session.fetch(url('/api/other/'))])
  await session.logout()
  return responses.every(({ ok }) => ok) && session.getSnapshot().status === 'loggedOut'
}

const waysToListen: Record<string, (session: Session) => unknown> = {
  subscribe: (session) => session.subscribe(throwing),
  "on('loggedIn')": (session) => session.on('loggedIn', throwing),
  "on('renewed')": (session) => session.on('renewed', throwing),
  "on('loggedOut')": (session) => session.on('loggedOut', throwing),
}

describe.each(Object.entries(waysToListen))('a listener given to %s that throws', (where, listen) => {
  test('is reported where the platform has reportError, and stops nobody', async () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    const scene = await openScene()
    const heard: string[] = []
    listen(scene.session)
    scene.session.subscribe(({ status }) => void heard.push(status))
    scene.session.on('renewed', ({ type }) => void heard.push(type))
    const faults: unknown[] = []
    scene.session.on('fault', (fault) => void faults.push(fault))
    expect(await live(scene)).toBe(true)
    expect(new Set(reported)).toEqual(new Set([thrown]))
    expect(heard).toEqual(expect.arrayContaining(['authenticated', 'queuedRetry', 'renewed', 'loggedOut']))
    expect(faults).toEqual([])
  })

  test('becomes a fault where it has none, and stops nobody', async () => {
    const scene = await openScene()
    const heard: string[] = []
    listen(scene.session)
    scene.session.subscribe(({ status }) => void heard.push(status))
    const faults: unknown[] = []
    scene.session.on('fault', (fault) => void faults.push(fault))
    expect(await live(scene)).toBe(true)
    expect(heard).toEqual(expect.arrayContaining(['authenticated', 'queuedRetry', 'loggedOut']))
    expect(faults[0]).toEqual({ type: 'fault', where, message: 'Error' })
  })
})

test('a listener of faults that throws as well does not go round in circles', async () => {
  const scene = await openScene()
  let calls = 0
  scene.session.on('fault', () => {
    calls++
    if (calls > 100) return
    throw thrown
  })
  scene.session.on('loggedIn', throwing)
  expect(await live(scene)).toBe(true)
  expect(calls).toBe(1)
})

test('a listener that fails by a promise is the app’s affair and no unhandled end of a request', async () => {
  const scene = await openScene()
  const heard: string[] = []
  scene.session.on('loggedIn', async () => void heard.push('in'))
  expect(await live(scene)).toBe(true)
  expect(heard).toEqual(['in'])
})

test.each<[string, unknown]>([
  ['a function', throwing],
  ['an observer', { next: throwing }],
])('an inspector that throws stops nobody: %s', async (_, inspect) => {
  const scene = await openScene({ session: { inspect: inspect as () => void } })
  expect(await live(scene)).toBe(true)
})

test('a label that throws costs the timeline a name and nobody a request', async () => {
  const scene = await openScene({ session: { label: throwing } })
  expect(await live(scene)).toBe(true)
})

test('a listener that uses the session from within is served', async () => {
  const { server, session, url } = await openScene()
  const statuses: Promise<number>[] = []
  session.on('loggedIn', () => void statuses.push(session.fetch(url('/api/me/')).then(({ status }) => status)))
  session.subscribe(({ status }) => {
    if (status === 'authenticated') statuses.push(session.fetch(url('/api/me/')).then((response) => response.status))
  })
  await session.login(ada)
  expect(await Promise.all(statuses)).toEqual(statuses.map(() => 200))
  expect(statuses.length).toBeGreaterThanOrEqual(2)
  expect(server.requests.filter(({ path }) => path === '/api/me/').every(({ bearer }) => bearer !== null)).toBe(true)
})

test('a listener that logs out from within is obeyed', async () => {
  const { server, session } = await openScene()
  const done = new Promise<void>((resolve) => session.on('loggedIn', () => session.logout().then(resolve)))
  await Promise.allSettled([session.login(ada), done])
  expect(session.getSnapshot().status).toBe('loggedOut')
  expect(await server.families()).toMatchObject([{ alive: false }])
})

test('what subscribe and on return ends it, also from within', async () => {
  const scene = await openScene()
  const heard: string[] = []
  const unsubscribe = scene.session.subscribe(() => {
    heard.push('subscribe')
    unsubscribe()
  })
  const off = scene.session.on('loggedIn', () => {
    heard.push('on')
    off()
  })
  expect(await live(scene)).toBe(true)
  await scene.session.login(ada)
  expect(heard.sort()).toEqual(['on', 'subscribe'])
})

test('the same function may be given twice, and each is ended by itself', async () => {
  const { session } = await openScene()
  await session.start()
  let calls = 0
  const listener = () => void calls++
  const [first] = [session.on('loggedIn', listener), session.on('loggedIn', listener)]
  first!()
  await session.login(ada)
  expect(calls).toBe(1)
})

test('a life is told in order', async () => {
  const scene = await openScene()
  const told: (keyof AuthSessionEvents)[] = []
  for (const type of ['loggedIn', 'renewed', 'renewalDelayed', 'expiring', 'expired', 'loggedOut', 'fault'] as const)
    scene.session.on(type, (event) => void told.push(event.type))
  const statuses: AuthSnapshot['status'][] = []
  scene.session.subscribe(({ status }) => {
    if (status !== statuses.at(-1)) statuses.push(status)
  })
  await live(scene)
  expect(told).toEqual(['loggedIn', 'renewed', 'loggedOut'])
  expect(statuses.filter((status) => status !== 'anonymous')).toEqual([
    'authenticated',
    'queuedRetry',
    'authenticated',
    'loggedOut',
  ])
})

test('what is no function is refused as a listener, and named', async () => {
  const { session } = await openScene()
  expect(() => session.subscribe(undefined as never)).toThrow(
    new TypeError('session.subscribe: listener must be a function, got undefined'),
  )
  expect(() => session.on('renewed', {} as never)).toThrow(
    new TypeError('session.on: listener must be a function, got an object'),
  )
})

import { describe, expect, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { openSocket } from 'xstate-auth-session/sockets'
import { codeOf } from '../session/failure'
import { ada, grace, openConnected, openScene } from './scene'

type Scene = Awaited<ReturnType<typeof openScene>>

const codeIn = ({ error }: { error: unknown }) => codeOf(Promise.reject(error))

/** How far a socket may have come when its session ends. */
const stages: readonly [name: string, lead: (scene: Scene) => Promise<unknown>][] = [
  ['that is open', async ({ latest }) => (await latest()).accept()],
  ['that is connecting', ({ latest }) => latest()],
  [
    'that waits for a token',
    async ({ server, session, time }) => {
      server.intercept(({ path }) => (path === '/api/token/refresh/' ? new Promise(() => {}) : undefined))
      time.sleep(400_000)
      session.fetch('https://api.test/notes/').catch(() => {})
      await time.settle()
    },
  ],
  [
    'that waits out a pause',
    async ({ latest, time }) => {
      ;(await latest()).end(1006)
      await time.settle()
    },
  ],
  [
    'that says goodbye to a connection',
    async ({ latest, time }) => {
      ;(await latest()).accept()
      await time.advance(240_000)
    },
  ],
]

/** What ends a session, and what the socket then says. */
const ends: readonly [name: string, end: (scene: Scene) => unknown, code: string][] = [
  ['a logout', ({ session }) => session.logout(), 'logged_out'],
  ['another user’s login', ({ session }) => session.login(grace), 'session_changed'],
  ['the end of the session object', ({ session }) => session.dispose(), 'disposed'],
]

describe.each(ends)('%s', (_, end, code) => {
  test.each(stages)('ends a socket %s, with nothing left of it', async (_, lead) => {
    const scene = await openScene()
    const { time, session, made, open, whose } = scene
    const idle = time.pending
    const socket = open()
    await lead(scene)
    end(scene)
    await time.advance(60_000)
    expect([await codeIn(await socket.closed), socket.status]).toEqual([code, 'closed'])
    expect(made.map(({ isHeard, readyState }) => [isHeard, readyState > 1])).toEqual(made.map(() => [false, true]))
    for (const { sent } of made) for (const data of sent) expect(whose(data)).toMatch(/^ada /)
    await session.logout().catch(() => {})
    await time.advance(60_000)
    expect(time.pending).toBeLessThanOrEqual(idle)
  })
})

test.each(stages.filter(([name]) => name !== 'that waits for a token'))(
  'the app’s own close leaves no timer of a socket %s',
  async (_, lead) => {
    const scene = await openScene()
    const before = scene.time.pending
    const socket = scene.open()
    await lead(scene)
    expect(scene.time.pending - before).toBe(socket.status === 'open' ? 0 : 1)
    socket.close()
    await socket.closed
    expect([scene.time.pending, scene.made.map(({ isHeard }) => isHeard)]).toEqual([before, [false]])
  },
)

test('a session that was disposed of before it began has no socket', async () => {
  const { server, WebSocket } = await openScene()
  const session = createAuthSession({ backend: server.backend })
  session.dispose()
  const socket = openSocket(session, 'wss://api.test/feed', { authentication: { message: String }, WebSocket })
  expect(socket.status).toBe('closed')
  expect(await codeIn(await socket.closed)).toBe('disposed')
})

test('a logout in mid-connect sends no token, whenever the server answers', async () => {
  const { session, open, latest, listen } = await openScene()
  const told = listen(open())
  const connection = await latest()
  session.logout()
  connection.accept()
  connection.say('welcome')
  expect([connection.sent, connection.closedWith, told]).toEqual([[], 1000, []])
})

test('a logout while a ticket is fetched opens no connection', async () => {
  const { session, time, open, made } = await openScene()
  let give = (_: string) => {}
  open({
    authentication: {
      ticket: () =>
        new Promise((resolve) => {
          give = resolve
        }),
    },
  })
  await time.settle()
  session.logout()
  give('a ticket')
  await time.advance(60_000)
  expect(made).toEqual([])
})

test('what comes for the old user is not heard after an account switch, and what waited comes back', async () => {
  const { session, time, socket, told, first } = await openConnected()
  first.readyState = 2
  socket.send('from ada')
  const login = session.login(grace)
  await time.settle()
  first.say('to ada')
  await login
  expect([told, (await socket.closed).unsent]).toEqual([['open'], ['from ada']])
})

test('a socket for nobody ends as it begins', async () => {
  const { session, open, made, time } = await openScene()
  await session.logout()
  const socket = open()
  expect([socket.status, await codeIn(await socket.closed)]).toEqual(['closed', 'logged_out'])
  session.dispose()
  expect(await codeIn(await open().closed)).toBe('disposed')
  await time.advance(60_000)
  expect(made).toEqual([])
})

describe('an expired session', () => {
  const expire = async ({ server, session }: Scene) => {
    server.revokeAccess()
    server.revokeRefresh()
    await session.fetch('https://api.test/notes/').catch(() => {})
    expect(session.getSnapshot().status).toBe('expired')
  }

  test('ends the socket', async () => {
    const scene = await openConnected()
    await expire(scene)
    expect([scene.socket.status, scene.first.closedWith]).toEqual(['closed', 1000])
    expect(await codeIn(await scene.socket.closed)).toBe('session_expired')
  })

  test('is waited for where the app says so, and the same user’s socket goes on', async () => {
    const scene = await openConnected({ holdFor: 600_000 })
    const { socket, session, time, first, told, made, whose } = scene
    await expire(scene)
    first.say('too late')
    socket.send('kept')
    await time.advance(599_000)
    expect([made.length, first.isHeard, socket.status]).toEqual([1, false, 'waiting'])
    await session.login(ada)
    await time.settle()
    made[1]!.accept()
    expect(made[1]!.sent.map((data, index) => (index === 0 ? whose(data) : data))).toEqual(['ada 3', 'kept'])
    expect(told).toEqual(['open', 'open again'])
  })

  test('is waited for by a socket whose server noticed it first', async () => {
    const scene = await openConnected({ holdFor: 600_000 })
    const { server, session, time, first, made, socket, whose } = scene
    server.revokeAccess()
    server.revokeRefresh()
    first.end(4401)
    await time.advance(1_000)
    expect([session.getSnapshot().status, socket.status, made.length]).toEqual(['expired', 'waiting', 1])
    await session.login(ada)
    await time.settle()
    made[1]!.accept()
    expect(made[1]!.sent.map(whose)).toEqual(['ada 3'])
  })

  test.each<[name: string, give: (scene: Scene) => unknown, code: string]>([
    ['after that time', ({ time }) => time.advance(600_000), 'session_expired'],
    ['once the user has seen it', ({ session }) => session.acknowledge(), 'session_expired'],
    ['after a logout', ({ session }) => session.logout(), 'logged_out'],
    ['when somebody else logs in', ({ session }) => session.login(grace), 'session_changed'],
  ])('is waited for no longer %s', async (_, give, code) => {
    const scene = await openConnected({ holdFor: 600_000 })
    await expire(scene)
    scene.socket.send('from ada')
    await give(scene)
    const end = await scene.socket.closed
    expect([await codeIn(end), end.unsent, scene.made.length]).toEqual([code, ['from ada'], 1])
    await scene.time.advance(600_000)
    expect([scene.time.pending, scene.made.length]).toEqual([scene.session.getSnapshot().loggedIn ? 1 : 0, 1])
  })
})

test('a socket keeps its session started, and lets go of it once', async () => {
  const { session, time, socket, first, refreshes } = await openConnected({ onRenewed: 'keep' })
  session.stop()
  await time.advance(240_000)
  expect(refreshes()).toBe(1)
  socket.close()
  socket.close()
  await socket.closed
  await time.advance(240_000)
  expect([refreshes(), first.closedWith, time.pending]).toEqual([1, 1000, 0])
})

import { expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSocket } from 'xstate-auth-session/sockets'
import { memoryArea } from '../../src/platform/memory-storage'
import { openStreams } from '../event-stream/streams'
import { createFakeSockets } from '../sockets/fake-sockets'
import { readPage, sampleOf } from './page'
import { runSample } from './sample'

const sockets = readPage('docs/clients/websocket.md')
const streams = readPage('docs/clients/sse.md')

async function openPage(page: typeof sockets) {
  const scene = await openStreams()
  const { made, WebSocket } = createFakeSockets()
  vi.stubGlobal('WebSocket', WebSocket)
  onTestFinished(() => void vi.unstubAllGlobals())
  const shown: string[] = []
  const globals = { session: scene.session, api: 'https://api.test', show: (text: string) => void shown.push(text) }
  const run = <Exports extends object>(sample: string, more: object = {}) =>
    runSample<Exports>(sampleOf(page, sample), { ...globals, ...more })
  return { ...scene, made, shown, run }
}

type Feed = { feed: AuthSocket }

test('the feed says who it is, waits for its welcome, and ends with the session', async () => {
  const { session, time, made, shown, run } = await openPage(sockets)
  const { feed } = await run<Feed>('message')
  await time.settle()
  made[0]!.accept()
  made[0]!.say('{"type":"welcome"}')
  const accessToken = await session.accessToken()
  const sent = made[0]!.sent.map((text) => JSON.parse(String(text)))
  expect(sent).toEqual([
    { type: 'login', accessToken },
    { type: 'subscribe', topic: 'notes' },
  ])
  await session.logout()
  await feed.closed
  expect(shown).toEqual([
    '{"type":"welcome"}',
    'The feed has ended: AuthSessionError: The user has logged out (docs/errors.md#logged_out)',
  ])
})

test('the feed offers its subprotocols', async () => {
  const { session, time, made, run } = await openPage(sockets)
  await run<Feed>('protocols')
  await time.settle()
  expect(made[0]!.protocols).toEqual(['feed.v1', `bearer.${await session.accessToken()}`])
})

test('the feed fetches a ticket, and one that is refused is a loss', async () => {
  const { server, time, made, run } = await openPage(sockets)
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const answers = [new Response('', { status: 503 }), Response.json({ ticket: 'once' })]
  server.intercept(({ path }) => (path === '/api/ticket/' ? answers.shift() : undefined))
  const { feed } = await run<Feed>('ticket')
  const lost: string[] = []
  feed.on('dropped', ({ error }) => void lost.push(String(error)))
  await time.advance(0)
  expect([lost, made.length]).toEqual([['Error: No ticket: status 503'], 0])
  await vi.waitFor(() => expect(made.map(({ url }) => url)).toEqual(['wss://api.example.com/feed?ticket=once']))
})

test('the next login has a socket of its own, and the one before is over', async () => {
  const { session, time, made, shown, run } = await openPage(sockets)
  await session.logout()
  await run('next login')
  await session.login({ username: 'ada', password: 'lovelace' })
  await time.settle()
  await session.login({ username: 'grace', password: 'hopper' })
  await time.settle()
  for (const connection of made) {
    connection.accept()
    connection.say('news')
  }
  const names = made.flatMap(({ sent }) =>
    sent.map((text) => JSON.parse(atob(JSON.parse(String(text)).accessToken.split('.')[1])).user_id),
  )
  expect([names, shown]).toEqual([['grace'], ['news']])
})

test('the loop shows what comes until the session ends, and says nothing of that', async () => {
  const { session, shown, run, time, latest } = await openPage(streams)
  const { follow } = await run<{ follow(signal: AbortSignal): Promise<void> }>('loop')
  const following = follow(new AbortController().signal)
  const stream = await latest()
  stream.write('event: note\ndata: {"text":"hello"}\n\nevent: other\ndata: {}\n\n')
  await time.settle()
  await session.logout()
  expect([await following, shown, stream.signal.aborted]).toEqual([undefined, ['hello'], true])
})

test('a page says how its stream is, and goes on where it was', async () => {
  const area = memoryArea()
  area.setItem('last', '6')
  const { session, shown, run, latest, streams: opened } = await openPage(streams)
  const ended = run('state', { localStorage: area })
  ended.catch(() => {})
  const stream = await latest()
  stream.write('id: 7\ndata: hello\n\n')
  await vi.waitFor(() => expect(area.getItem('last')).toBe('7'))
  stream.end()
  await vi.waitFor(() => expect(shown.at(-1)).toBe('connection lost, next try in 2 s'))
  expect([shown, opened[0]!.lastEventId]).toEqual([['connected', 'hello', 'connection lost, next try in 2 s'], '6'])
  await session.logout()
  await expect(ended).rejects.toMatchObject({ code: 'logged_out' })
})

test('every sample of both pages is run by one of these tests', () => {
  const named = [sockets, streams].map(({ blocks }) => blocks.map(({ sample }) => sample))
  expect(named).toEqual([
    ['message', 'protocols', 'ticket', 'next login'],
    ['loop', 'state'],
  ])
})

import { describe, expect, test, vi } from 'vitest'
import { EventStreamError, readEvents } from 'xstate-auth-session/event-stream'
import { codeOf, failure } from '../session/failure'
import { ada, grace } from '../sockets/scene'
import { openStreams, type Streams } from './streams'

describe('a stream', () => {
  test('waits for a good token, and gives events as they come', async () => {
    const { time, read, latest, server } = await openStreams()
    time.sleep(400_000)
    const { came } = read()
    const stream = await latest()
    stream.write('data: 1\n\ndata: 2\n')
    await time.settle()
    expect([stream.bearer, stream.lastEventId, came]).toEqual(['ada 3', null, ['1']])
    stream.write('\n')
    await time.settle()
    expect([came, server.count('/api/token/refresh/')]).toEqual([['1', '2'], 1])
  })

  test('goes on after the last event, when the server says, with the token of the day', async () => {
    const { time, read, latest } = await openStreams()
    const { came, lost } = read()
    const first = await latest()
    first.write('retry: 10000\nid: 7\ndata: 1\n\nid: 8\ndata: lo')
    await time.advance(250_000)
    first.break()
    await time.advance(11_499)
    expect(await latest()).toBe(first)
    await time.advance(1)
    const second = await latest()
    second.write('st\n\nid: 8\ndata: 2\n\n')
    await time.settle()
    expect([second.bearer, second.lastEventId, came, lost]).toEqual(['ada 3', '7', ['1', '2'], [11_500]])
  })

  test('asks again after what may pass, as late as the server wants, and longer each time', async () => {
    const { time, read, answers, streams } = await openStreams()
    answers.push(new Response('', { status: 503, headers: { 'Retry-After': '20' } }))
    answers.push(new Response('', { status: 429 }), new Response('', { status: 500 }), Promise.reject(new TypeError()))
    const { lost } = read()
    await time.advance(60_000)
    expect([lost, streams.length]).toEqual([[21_500, 3_000, 6_000, 12_000], 1])
  })

  test('asks again at the moment that the server names', async () => {
    const { time, read, answers, streams } = await openStreams()
    const date = new Date(Math.ceil(time.now() / 1_000) * 1_000 + 20_000)
    answers.push(new Response('', { status: 503, headers: { 'Retry-After': date.toUTCString() } }))
    const { lost } = read()
    await time.settle()
    expect([lost, streams.length]).toEqual([[date.getTime() - time.now() + 1_500], 0])
  })

  test('asks again at once when the network is back, but not before the server wants', async () => {
    const { time, read, latest, answers, streams } = await openStreams()
    let goOnline = () => {}
    const onOnline = (notify: () => void) => {
      goOnline = notify
      return () => {
        goOnline = () => {}
      }
    }
    const { lost } = read({ onOnline })
    const first = await latest()
    answers.push(new Response('', { status: 503, headers: { 'Retry-After': '20' } }))
    first.break()
    await time.settle()
    goOnline()
    await time.settle()
    expect(answers.length).toBe(0)
    goOnline()
    await time.settle()
    expect(streams.length).toBe(1)
    await time.advance(23_000)
    expect([lost, streams.length]).toEqual([[1_500, 23_000], 2])
  })

  test('is done when the server answers 204', async () => {
    const { read, answers, time } = await openStreams()
    answers.push(new Response(null, { status: 204 }))
    expect([await read().ended, time.pending]).toEqual(['done', 1])
  })

  test.each([
    [403, 'text/event-stream'],
    [200, 'text/html'],
    [404, 'application/json'],
  ])('fails where the answer is none: %i %s', async (status, type) => {
    const { read, answers, time } = await openStreams()
    const response = new Response('no', { status, headers: { 'Content-Type': type } })
    answers.push(response)
    const error = await failure(read().ended)
    expect(error).toBeInstanceOf(EventStreamError)
    expect(error).toMatchObject({
      status,
      response,
      message: `No event stream: status ${status}, Content-Type ${type}`,
    })
    expect(time.pending).toBe(1)
  })

  test('is one renewal away where its token was refused', async () => {
    const { server, read, latest } = await openStreams()
    server.revokeAccess()
    read()
    expect([(await latest()).bearer, server.count('/api/token/refresh/')]).toEqual(['ada 3', 1])
  })

  test('lives through a renewal, or is asked for anew where the app says so', async () => {
    const { time, read, streams, latest } = await openStreams()
    const kept = read()
    const anew = read({ onRenewed: 'reconnect' })
    await time.settle()
    for (const stream of streams) stream.write('id: 5\ndata: 1\n\n')
    await time.advance(240_000)
    const third = await latest()
    expect(streams.map(({ signal, bearer }) => [bearer, signal.aborted])).toEqual([
      ['ada 1', false],
      ['ada 1', true],
      ['ada 3', false],
    ])
    third.write('data: 2\n\n')
    await time.settle()
    expect([third.lastEventId, kept.came, anew.came, anew.lost]).toEqual(['5', ['1'], ['1', '2'], []])
  })

  test('gives up an answer that does not begin, and a silence that lasts', async () => {
    const { time, read, answers, latest, streams } = await openStreams()
    answers.push(new Promise(() => {}))
    const { came, lost } = read({ timeout: 5_000, silence: 10_000 })
    await time.advance(6_500)
    const first = await latest()
    await time.advance(9_000)
    first.write(':\n')
    await time.advance(9_999)
    expect([lost, came, streams.length]).toEqual([[1_500], [], 1])
    await time.advance(1)
    expect([lost, first.signal.aborted]).toEqual([[1_500, 1_500], true])
  })

  test('does not hold a slow reader’s pace against the server', async () => {
    const { time, session, latest } = await openStreams()
    const all = readEvents(session, 'https://api.test/events/', { clock: time.clock, silence: 10_000 })
    const first = all.next()
    const stream = await latest()
    stream.write('data: 1\n\ndata: 2\n\n')
    await first
    await time.advance(60_000)
    expect([(await all.next()).value?.data, stream.signal.aborted]).toEqual(['2', false])
    await all.return()
    expect([stream.signal.aborted, time.pending]).toEqual([true, 1])
  })
})

describe('the end', () => {
  const ends: readonly [name: string, end: (streams: Streams) => unknown, code: string][] = [
    ['a logout', ({ session }) => session.logout(), 'logged_out'],
    ['another user’s login', ({ session }) => session.login(grace), 'session_changed'],
    ['the end of the session object', ({ session }) => session.dispose(), 'disposed'],
    [
      'an expired session',
      ({ server, session }) => {
        server.revokeAccess()
        server.revokeRefresh()
        return session.fetch('https://api.test/notes/').catch(() => {})
      },
      'session_expired',
    ],
  ]

  test.each(ends)('%s ends a stream, and one that waits out a pause, with nothing left', async (_, end, code) => {
    const scene = await openStreams()
    const { read, latest, time, streams, session } = scene
    const pausing = read()
    ;(await latest()).end()
    await time.settle()
    const running = read()
    const stream = await latest()
    stream.write('data: 1\n\n')
    await time.settle()
    await end(scene)
    await time.advance(60_000)
    expect([await codeOf(running.ended), await codeOf(pausing.ended)]).toEqual([code, code])
    expect([stream.signal.aborted, running.came, streams.length]).toEqual([true, ['1'], 2])
    await session.logout().catch(() => {})
    await time.advance(60_000)
    expect(time.pending).toBe(0)
  })

  test('gives nothing more of what had come already', async () => {
    const { session, time, latest } = await openStreams()
    const all = readEvents(session, 'https://api.test/events/', { clock: time.clock })
    const first = all.next()
    ;(await latest()).write('data: 1\n\ndata: 2\n\n')
    expect((await first).value?.data).toBe('1')
    session.logout()
    expect(await codeOf(all.next())).toBe('logged_out')
  })

  test('waits for the same user’s return where the app says so', async () => {
    const scene = await openStreams()
    const { server, session, time, read, latest } = scene
    const { came } = read({ holdFor: 600_000 })
    ;(await latest()).write('id: 7\ndata: 1\n\n')
    await time.settle()
    await ends[3]![1](scene)
    await time.advance(500_000)
    expect(server.count('/events/')).toBe(1)
    await session.login(ada)
    const second = await latest()
    second.write('data: 2\n\n')
    await time.settle()
    expect([second.lastEventId, came]).toEqual(['7', ['1', '2']])
  })

  test('comes with the app’s own signal, with its reason, at any time', async () => {
    const { read, latest, time } = await openStreams()
    const running = new AbortController()
    const { ended } = read({ signal: running.signal })
    const stream = await latest()
    running.abort('enough')
    expect([await failure(ended), stream.signal.aborted]).toEqual(['enough', true])
    expect(await failure(read({ signal: AbortSignal.abort('before') }).ended)).toBe('before')
    expect(time.pending).toBe(1)
  })
})

test('what is thrown into the loop ends it, with nothing left of it', async () => {
  const { time, session, latest, streams } = await openStreams()
  const events = readEvents(session, 'https://api.test/events/', { clock: time.clock })
  const first = events.next()
  const stream = await latest()
  stream.write('data: 1\n\n')
  await first
  const mistake = new Error('of the app')
  expect(await failure(events.throw(mistake))).toBe(mistake)
  await time.advance(60_000)
  expect([stream.signal.aborted, streams.length, await events.next()]).toEqual([
    true,
    1,
    { done: true, value: undefined },
  ])
})

test('what onOpen and onDropped throw is told to the console, where the platform reports nothing', async () => {
  const { read, latest, time } = await openStreams()
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const fail = () => {
    throw new RangeError('a mistake')
  }
  const { came } = read({ onOpen: fail, onDropped: fail })
  const stream = await latest()
  stream.write('data: 1\n\n')
  stream.end()
  await time.advance(1_500)
  const threw = (where: string) => [`[xstate-auth-session] ${where} threw: RangeError`]
  expect([came, said.mock.calls]).toEqual([['1'], ['onOpen', 'onDropped', 'onOpen'].map(threw)])
})

test('a bad option is named, and what has ended already begins nothing', async () => {
  const { read, session, server } = await openStreams()
  expect(await failure(read({ timeout: -1 }).ended)).toEqual(
    new TypeError('readEvents: timeout must be a number from 0 to 2147483647, got -1'),
  )
  await session.logout()
  expect(await codeOf(read().ended)).toBe('logged_out')
  expect(server.count('/events/')).toBe(0)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvents, type ServerSentEvent } from 'xstate-auth-session/event-stream'
import { openStreams } from './streams'

const encode = (text: string) => new TextEncoder().encode(text)

/** Reads connections that come in those pieces: their events, where the next would go on, and how long the server asks to wait for it. */
async function openParser() {
  const { session, time, answers, asked } = await openStreams()
  return async (pieces: readonly Uint8Array[], lastEventId?: string) => {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece)
        controller.close()
      },
    })
    const headers = { 'Content-Type': 'text/event-stream' }
    answers.push(new Response(body, { headers }), new Response(null, { status: 204 }))
    const events: ServerSentEvent[] = []
    let retry = 0
    const options = {
      lastEventId,
      clock: time.clock,
      backoff: { initial: 0 },
      onDropped(_: unknown, retryIn: number) {
        retry = retryIn
      },
      onOnline(notify: () => void) {
        queueMicrotask(notify)
        return () => {}
      },
    }
    for await (const event of readEvents(session, 'https://api.test/events/', options)) events.push(event)
    return { events, lastEventId: asked.at(-1), retry }
  }
}

const message = (data: string, lastEventId = '', type = 'message') => ({ type, data, lastEventId })

test.each<[name: string, text: string, events: object[]]>([
  ['one line', 'data: a\n\n', [message('a')]],
  ['lines that are joined', 'data: a\ndata:b\ndata\n\n', [message('a\nb\n')]],
  ['one space that is dropped, and no more', 'data:  a\n\ndata:a \n\n', [message(' a'), message('a ')]],
  ['empty data', 'data\n\ndata:\n\n', [message(''), message('')]],
  ['no data, so no event', 'event: a\n\nid: 1\n\n: comment\n\n', []],
  ['a name, for one event', 'event: a\ndata: 1\n\ndata: 2\n\n', [message('1', '', 'a'), message('2')]],
  [
    'an id, for all that follow',
    'id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n',
    [...[message('1', '7'), message('2', '7'), message('3')]],
  ],
  ['an id with a null, which is none', 'id: 7\n\nid: 8\0\ndata: 1\n\n', [message('1', '7')]],
  ['comments and fields of other names', ':\n:data: 1\ndata : 2\nDATA: 3\ndata: 4\n\n', [message('4')]],
  ['colons in data', 'data: a:b: c\n\n', [message('a:b: c')]],
  ['a byte order mark, once', '\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n', [message('1')]],
  ['letters that look like the bytes of one, which are none', 'ï»¿data: 1\n\ndata: 2\n\n', [message('2')]],
  [
    'every end of line',
    'data: 1\r\n\r\ndata: 2\r\rdata: 3\n\ndata: 4\r\n\ndata: 5\n\r\n',
    [...['1', '2', '3', '4', '5'].map((data) => message(data))],
  ],
  ['separators of other kinds, which are data', 'data: a\u2028b\u0085c\vd\n\n', [message('a\u2028b\u0085c\vd')]],
  ['what is not ended, which is dropped', 'data: 1\n\ndata: 2\n', [message('1')]],
])('reads %s', async (_, text, events) => {
  const parse = await openParser()
  expect((await parse([encode(text)])).events).toEqual(events)
})

test('takes a retry of digits alone', async () => {
  const parse = await openParser()
  const retries: number[] = []
  for (const text of ['retry: 250\n', 'retry: 1.5\n', 'retry: -1\n', 'retry:\n', 'retry: 10s\n', ''])
    retries.push((await parse([encode(text)])).retry)
  expect(retries).toEqual([250, 0, 0, 0, 0, 0])
})

test('goes on from an id, which moves with each blank line and not before it', async () => {
  const parse = await openParser()
  expect(await parse([encode('data: 1\n\nid: 8\n')], '7')).toEqual({
    events: [message('1', '7')],
    lastEventId: '7',
    retry: 0,
  })
  const moved = [await parse([encode('id: 8\n\n')], '7'), await parse([encode('id\n\n')], '7')]
  expect(moved.map(({ lastEventId }) => lastEventId)).toEqual(['8', null])
})

test('gives an event as soon as its last line has ended, by CR too', async () => {
  const { time, read, latest } = await openStreams()
  const { came } = read()
  const stream = await latest()
  const told: string[][] = []
  for (const text of ['data: 1\r\r', '\ndata: 2\r\n\r', '\ndata: 3\n\n']) {
    stream.write(text)
    await time.settle()
    told.push([...came])
  }
  expect(told).toEqual([['1'], ['1', '2'], ['1', '2', '3']])
})

test('reads the same however the bytes are cut, in the middle of a character or of a line’s end too', async () => {
  const parse = await openParser()
  const text =
    '\uFEFFid: ü1\r\nevent: 𝄞\r\ndata: ä𝄞\rdata: ö\n\r\nretry: 10\r\rdata: €\u2028\r\n\r\n: ß\n\nid: 2\ndata\n\nid: 3\r\r\n'
  const bytes = encode(text)
  const whole = await parse([bytes])
  const events = [message('ä𝄞\nö', 'ü1', '𝄞'), message('€\u2028', 'ü1'), message('', '2')]
  expect(whole).toEqual({ events, lastEventId: '3', retry: 10 })
  const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const ends = [...at.sort((a, b) => a - b), bytes.length]
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      expect(await parse(pieces)).toEqual(whole)
    }),
    { numRuns: 500 },
  )
  expect(await parse([...bytes].map((byte) => new Uint8Array([byte])))).toEqual(whole)
})

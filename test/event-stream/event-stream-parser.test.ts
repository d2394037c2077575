import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventStreamParser } from '../../src/event-stream/event-stream-parser'

const encode = (text: string) => new TextEncoder().encode(text)

function parse(pieces: readonly Uint8Array[], from?: string) {
  const parser = createEventStreamParser(from)
  const events = pieces.flatMap((piece) => [...parser.push(piece)])
  return { events, lastEventId: parser.lastEventId, retry: parser.retry }
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
  [
    'every end of line',
    'data: 1\r\n\r\ndata: 2\r\rdata: 3\n\ndata: 4\r\n\ndata: 5\n\r\n',
    [...['1', '2', '3', '4', '5'].map((data) => message(data))],
  ],
  ['separators of other kinds, which are data', 'data: a\u2028b\u0085c\vd\n\n', [message('a\u2028b\u0085c\vd')]],
  ['what is not ended, which is dropped', 'data: 1\n\ndata: 2\n', [message('1')]],
])('reads %s', (_, text, events) => {
  expect(parse([encode(text)]).events).toEqual(events)
})

test('takes a retry of digits alone', () => {
  const retries = ['retry: 250\n', 'retry: 1.5\n', 'retry: -1\n', 'retry:\n', 'retry: 10s\n', '']
  expect(retries.map((text) => parse([encode(text)]).retry)).toEqual([250, null, null, null, null, null])
})

test('goes on from an id, which moves with each event and not before it', () => {
  expect(parse([encode('data: 1\n\nid: 8\n')], '7')).toEqual({
    events: [message('1', '7')],
    lastEventId: '7',
    retry: null,
  })
  expect(parse([encode('id: 8\n\n')], '7').lastEventId).toBe('8')
})

test('reads the same however the bytes are cut, in the middle of a character or of a line’s end too', () => {
  const text =
    '\uFEFFid: ü1\r\nevent: 𝄞\r\ndata: ä𝄞\rdata: ö\n\r\nretry: 10\r\rdata: €\u2028\r\n\r\n: ß\n\nid: 2\ndata\n\n'
  const bytes = encode(text)
  const whole = parse([bytes])
  expect(whole.events).toEqual([message('ä𝄞\nö', 'ü1', '𝄞'), message('€\u2028', 'ü1'), message('', '2')])
  const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 })
  fc.assert(
    fc.property(cuts, (at) => {
      const ends = [...at.sort((a, b) => a - b), bytes.length]
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      expect(parse(pieces)).toEqual(whole)
    }),
    { numRuns: 500 },
  )
  expect(parse([...bytes].map((byte) => new Uint8Array([byte])))).toEqual(whole)
})

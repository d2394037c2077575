import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { classify } from '../../src/grants/answer-class'
import { draws } from './draws'

const NOW = 1_767_225_600_000
const MOST = 300_000
const { backend } = createFakeBackend()

/** What a `Retry-After` is taken for, in ms; `null` where it says nothing. */
function waitOf(retryAfter: string | null, { now = NOW, date }: { now?: number; date?: string } = {}) {
  const headers = new Headers()
  if (retryAfter !== null) headers.set('Retry-After', retryAfter)
  if (date !== undefined) headers.set('Date', date)
  const read = classify({ status: 503, headers, body: undefined }, backend, null, now)
  if (read.kind !== 'failed') throw new Error(read.kind)
  return read.retryAfter
}

const moments = fc.integer({ min: 0, max: 8_000_000_000_000 })
const httpDate = (ms: number) => new Date(ms).toUTCString()
const text = fc.string({ unit: 'binary-ascii' }).filter((value) => !/[\0\r\n\x7f]/.test(value))

describe('Retry-After', () => {
  test('in seconds is that long, and five minutes at most', () => {
    const digits = fc.oneof(fc.nat(1_000).map(String), fc.stringMatching(/^[0-9]{1,400}$/))
    fc.assert(
      fc.property(digits, fc.constantFrom('', ' ', '\t '), (digits, blank) => {
        expect(waitOf(`${blank}${digits}${blank}`)).toBe(Math.min(Number(digits) * 1_000, MOST))
      }),
      draws(2_000),
    )
  })

  test('as a date counts from the server’s own clock where that is told, and from this one otherwise', () => {
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: -400_000, max: 400_000 }), (now, server, ms) => {
        const whole = Math.floor(server / 1_000) * 1_000
        const ahead = Math.floor((whole + ms) / 1_000) * 1_000
        expect(waitOf(httpDate(ahead), { now, date: httpDate(whole) })).toBe(Math.min(Math.max(ahead - whole, 0), MOST))
        const here = Math.floor((now + ms) / 1_000) * 1_000
        expect(waitOf(httpDate(here), { now })).toBe(Math.min(Math.max(here - now, 0), MOST))
      }),
      draws(2_000),
    )
  })

  test('that is past, negative, a fraction, a list or garbage is nothing, or at most five minutes', () => {
    const odd = fc.oneof(
      text,
      fc.double().map(String),
      fc.integer({ max: -1 }).map(String),
      fc.array(fc.nat(1_000)).map((list) => list.join(', ')),
      fc.constantFrom('NaN', 'Infinity', '-0', '0x10', '1e9', '+5', '１２', '120, 120', 'soon', '-1', '1.5', '٣'),
      moments.map((ms) => new Date(ms).toISOString()),
      moments.map((ms) => `${httpDate(ms)}, ${httpDate(ms)}`),
    )
    fc.assert(
      fc.property(odd, fc.option(text, { nil: undefined }), (retryAfter, date) => {
        const isHeader = (value: string) => [...value].every((character) => character.charCodeAt(0) < 256)
        if (!isHeader(retryAfter)) return
        const wait = waitOf(retryAfter, date === undefined ? {} : { date })
        if (wait !== null) expect(wait >= 0 && wait <= MOST).toBe(true)
      }),
      draws(5_000),
    )
  })

  test('that is not there says nothing', () => {
    expect([waitOf(null), waitOf(''), waitOf('soon')]).toEqual([null, null, null])
  })
})

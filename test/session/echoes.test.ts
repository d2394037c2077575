import { describe, expect, test } from 'vitest'
import { withoutEcho } from '../../src/session/echo'

const password = 'a "safe"/wörd & +%41 (x)'
const credentials = { username: 'ada', password, nested: [{ code: 84_128_412 }] }
const sent = JSON.stringify(credentials)
const ascii = (text: string) =>
  text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
const form = String(new URLSearchParams({ password }))

describe('a server’s explanation is kept without what it quotes of the password', () => {
  test.each([
    ['as it is', `“${password}” is wrong`, '“[removed]” is wrong'],
    ['in JSON', sent, '{"username":"ada","password":"[removed]","nested":[{"code":[removed]}]}'],
    ['in JSON that is ASCII', ascii(JSON.stringify({ password })), '{"password":"[removed]"}'],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ password })), String.raw`"{\"password\":\"[removed]\"}"`],
    ['in a query', `?p=${encodeURIComponent(password)}`, '?p=[removed]'],
    ['in a form', form, 'password=[removed]'],
    ['in JSON within a query', encodeURIComponent(JSON.stringify(password)), '%22[removed]%22'],
  ])('%s', (_, detail, left) => {
    expect(withoutEcho({ detail: [detail] }, credentials)).toEqual({ detail: [left] })
  })
})

test('what only resembles a password stays', () => {
  const detail = 'a safe word, u0041, %41 and +'
  expect(withoutEcho({ detail }, credentials)).toEqual({ detail })
})

test('an explanation of a megabyte of escapes is read at once', () => {
  const detail = '\\'.repeat(1_000_000) + '%5c'.repeat(300_000)
  expect(withoutEcho(detail, credentials)).toBe(detail)
})

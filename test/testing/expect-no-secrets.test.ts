import { Buffer } from 'node:buffer'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { expectNoSecrets, SecretsFoundError } from 'xstate-auth-session/testing'
import { failure } from '../session/failure'
import { secretsFound } from './secrets-found'

const secret = 'kept "safe"/<& sôund'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64Url = (text: string) => Buffer.from(text).toString('base64url')

class Holder {
  get inherited() {
    return secret
  }
  get throwing(): never {
    throw new Error('not now')
  }
  method() {
    return secret
  }
}
const ring: { next?: unknown } = {}
ring.next = { ring, kept: secret }

const places: readonly (readonly [what: string, value: unknown, paths: readonly string[]])[] = [
  ['a text', secret, ['the value itself']],
  ['a nested property', { events: [0, { error: { cause: { message: secret } } }] }, ['events[1].error.cause.message']],
  ['an odd name', { 'a-b': { 1: [secret] } }, ['["a-b"][1][0]']],
  ['a hidden property', Object.defineProperty({}, 'hidden', { value: secret }), ['hidden']],
  ['a symbol', { [Symbol('mine')]: secret }, ['[Symbol(mine)]']],
  ["a symbol's description", Symbol(secret), ['the value itself']],
  [
    'a getter',
    {
      get kept() {
        return secret
      },
    },
    ['kept'],
  ],
  ['an inherited getter, past one that throws', new Holder(), ['inherited']],
  ['an inherited value', Object.create({ kept: secret }), ['kept']],
  ['an object without a prototype', Object.assign(Object.create(null), { kept: secret }), ['kept']],
  ['a function’s own property', Object.assign(() => {}, { kept: secret }), ['kept']],
  ['a name', { in: { [secret]: 1 } }, ['in[a name that holds secrets[0]]']],
  ['a ring', ring, ['next.kept']],
  [
    'a map',
    new Map<unknown, unknown>([
      ['key', secret],
      [{}, secret],
    ]),
    ['.get("key")', '.values()[1]'].map((path) => path.replace(/^\./, '')),
  ],
  ['a map’s key', new Map([[{ secret }, 1]]), ['keys()[0].secret']],
  ['a set', new Set([1, secret]), ['values()[1]']],
  ['an error’s cause', new Error('of', { cause: { detail: secret } }), ['cause.detail']],
  ['an aggregate', new AggregateError([new Error('one'), { detail: secret }]), ['errors[1].detail']],
  ['headers', new Headers({ 'x-token': base64(secret) }), ['get("x-token")']],
  ['a response’s headers', new Response('', { headers: { 'x-token': base64(secret) } }), ['headers.get("x-token")']],
  ['a request’s address', new Request(`https://a.test/${encodeURIComponent(secret)}`), ['url']],
  ['a form', formOf('field', secret), ['get("field")']],
  ['a file’s name', formOf('file', new File([], secret)), ['get("file").name']],
  ['an abort’s reason', AbortSignal.abort({ reason: secret }), ['reason.reason']],
  ['bytes', { bytes: new TextEncoder().encode(`so ${secret}`) }, ['bytes (as text)']],
  ['a buffer', new TextEncoder().encode(secret).buffer, ['(as text)']],
  [
    'another realm',
    runInContext(`new Map([['key', new Error(${JSON.stringify(secret)})]])`, createContext()),
    ['get("key").stack', 'get("key").message'],
  ],
]

function formOf(name: string, value: string | File): FormData {
  const form = new FormData()
  if (typeof value === 'string') form.append(name, value)
  else form.append(name, value)
  return form
}

test.each(places)('a secret in %s is found', (_, value, paths) => {
  expect(
    secretsFound(value, [secret])
      .map((place) => place.replace(/: [^:]*$/, ''))
      .sort(),
  ).toEqual([...paths].sort())
})

describe('it is found', () => {
  test.each([
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded', encodeURIComponent(encodeURIComponent(secret)).toLowerCase()],
    ['form-encoded', new URLSearchParams({ secret }).toString()],
    ['percent-encoded', new URL(`https://a.test/#${secret}`).href.replace('"', '%22')],
    ['JSON-escaped', JSON.stringify({ secret })],
    ['JSON-escaped', JSON.stringify(JSON.stringify(JSON.stringify({ secret })))],
    ['JSON-escaped', JSON.stringify(secret).replaceAll('/', '\\/').replace('ô', '\\u00f4')],
    [
      'HTML-escaped',
      secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;').replace('ô', '&#xF4;'),
    ],
    ['percent-encoded', encodeURIComponent(JSON.stringify({ secret }))],
    ['in hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['in base64', base64(`:${secret}.`)],
    ['in base64', base64Url(`::${secret}.`)],
    ['in base64', base64(`:::${secret}.`)],
    ['in base64', `${base64Url('{"alg":"none"}')}.${base64Url(JSON.stringify({ email: secret }))}.x`],
    ['in base64', base64(encodeURIComponent(secret))],
  ])('%s in %s', (form, text) => {
    expect(text).not.toContain(secret)
    expect(secretsFound({ text }, [secret])).toEqual([`text: ${form}`])
  })
})

test('what was encoded twice is found', () => {
  const odd = 'ÿÿÿ???>>>'
  expect(secretsFound(encodeURIComponent(base64(odd)), [odd])).toEqual(['the value itself: in base64, percent-encoded'])
})

test('of a token it finds payload and signature alone, and not the head that all share', () => {
  const [head, payload, signature] = [
    base64Url('{"alg":"HS256"}'),
    base64Url('{"user_id":"ada"}'),
    'c2lnbmF0dXJlIG9mIGE',
  ]
  const found = secretsFound({ head, payload, signature }, { token: `${head}.${payload}.${signature}` })
  expect(found).toEqual(['payload: its payload', 'signature: its signature'])
})

test('numbers count as what they print', () => {
  expect(secretsFound({ id: 84_128_412, big: 84_128_412n }, ['84128412'])).toEqual(['id: as it is', 'big: as it is'])
})

test('a place is reached the shortest way, and an object is looked at once', () => {
  const shared = { kept: secret }
  expect(secretsFound({ far: { away: { shared } }, near: shared }, [secret])).toEqual(['near.kept: as it is'])
})

test('what fields of a page hold is found beside its markup', () => {
  const field = { localName: 'input', value: secret, shadowRoot: null }
  const element = { outerHTML: '<form><input></form>', querySelectorAll: () => [field], shadowRoot: null }
  expect(secretsFound({ element }, [secret])).toEqual([`element.querySelector('input').value: as it is`])
})

test('it says where and which, and gives no secret away', async () => {
  const token = `${base64Url('{"alg":"HS256"}')}.${base64Url('{"user_id":"ada"}')}.c2lnbmF0dXJlIG9mIGE`
  const found = { events: [{ url: `/?t=${token}` }, { [secret]: `${encodeURIComponent(secret)}` }] }
  const error = await failure((async () => expectNoSecrets(found, { password: secret, token }))())
  expect(error).toBeInstanceOf(SecretsFoundError)
  expect((error as Error).message).toBe(
    [
      'secrets show where none may:',
      '- events[0].url: token (eyJh…, 64 characters)',
      '- events[1][a name that holds password]: password (ke…, 20 characters)',
      '- events[1][a name that holds password]: password (ke…, 20 characters, percent-encoded)',
    ].join('\n'),
  )
  expect(secretsFound(error, { password: secret, token })).toEqual([])
})

test('of many places it lists ten', async () => {
  const error = await failure((async () => expectNoSecrets(Array(12).fill(secret), [secret]))())
  const lines = String((error as Error).message).split('\n')
  expect([lines.length, lines.at(-1)]).toEqual([12, '- and 2 more'])
})

test('nothing that can be read only once is read', async () => {
  const response = new Response(secret)
  const request = new Request('https://a.test/', { method: 'POST', body: secret })
  const words = (function* () {
    yield secret
  })()
  expect(secretsFound({ response, request, words }, [secret])).toEqual([])
  expect([await response.text(), await request.text(), words.next().value]).toEqual([secret, secret, secret])
})

test('what hides behind traps that throw stops nobody', () => {
  const refuse = () => {
    throw new Error('no')
  }
  const trapped = new Proxy({}, { ownKeys: refuse, get: refuse, getPrototypeOf: refuse })
  expect(secretsFound([trapped, secret], [secret])).toEqual(['[1]: as it is'])
})

test('what would be found by chance, is missing or is none is refused', () => {
  const refusal = (secrets: never) => {
    try {
      expectNoSecrets({}, secrets)
    } catch (error) {
      return String(error)
    }
  }
  const given: unknown[] = [{ pin: '1234567' }, [secret, undefined], { token: null }, [], {}, secret, null]
  expect(given.map((secrets) => refusal(secrets as never))).toEqual([
    'TypeError: expectNoSecrets: pin has 7 characters: with fewer than 8 it would be found by chance',
    'TypeError: expectNoSecrets: secrets[1] must be a string, and is undefined',
    'TypeError: expectNoSecrets: token must be a string, and is null',
    'TypeError: expectNoSecrets: no secret was given, so that none could be found',
    'TypeError: expectNoSecrets: no secret was given, so that none could be found',
    'TypeError: expectNoSecrets: secrets must be a list, or an object of names',
    'TypeError: expectNoSecrets: secrets must be a list, or an object of names',
  ])
})

test('a promise is refused: what it will bring is not there yet', () => {
  const page = Promise.resolve(secret)
  expect(() => expectNoSecrets(page, [secret])).toThrow(
    new TypeError('expectNoSecrets: this is a promise, of which nothing can be seen: await it first'),
  )
})

test('250,000 values are as many as are looked at, and more are too many', () => {
  expect(() => expectNoSecrets(Array(249_000).fill(0), [secret])).not.toThrow()
  expect(() => expectNoSecrets(Array(250_000).fill(0), [secret])).toThrow(
    new RangeError('expectNoSecrets: more than 250000 values: look at a part of it, or at less at a time'),
  )
})

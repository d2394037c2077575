import fc from 'fast-check'
import { anyText, foreignTokens, tokens } from './drawn-tokens'

const NOW = 1_767_225_600_000

const moments = fc.constantFrom(NOW, NOW - 1, 0, -1, 1.5, 1e15, 1e308, -1e308, NOW + 300_000, NOW + 1e10)
const epochs = fc.constantFrom(
  '1.a',
  '0.a',
  '-1.a',
  '1',
  '1e9.a',
  ' 7.a',
  '0x10.a',
  '١.a',
  '9007199254740993.a',
  '999999999999999999999.a',
  '99999999999999999999999999.a',
  `${'9'.repeat(400)}.a`,
)
const reasons = fc.constantFrom('logged_out', 'rejected', 'not_restored', 'access_token_refused', 'bored')

/** JSON that behaves badly when it is used as something else. */
const traps = fc.constantFrom<unknown[]>(
  { toString: 1, valueOf: 1 },
  [{ toString: null, valueOf: null }],
  JSON.parse('{"__proto__":{"version":1}}'),
  { constructor: null, hasOwnProperty: 1 },
  { length: 1e9 },
)
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown[]>(null, true, '', '0', 0, -1, 1.5, 1e15, 1e308, [], {}, ['1.a']) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: traps },
)

/** A record that would do, with or without something that is wrong with it. */
const records = fc
  .record(
    {
      version: fc.constant(1),
      backend: fc.constantFrom('simplejwt@https://api.test', '', 'oauth2@x'),
      epoch: fc.oneof(fc.constant('1.a'), epochs),
      generation: fc.constantFrom(1, 1, 2, 0, -1, 1.5, 1e15, 1e308),
      accessToken: fc.oneof(foreignTokens, tokens),
      refreshToken: fc.oneof(foreignTokens, tokens, fc.constant(null)),
      sentAt: moments,
      expiresAt: fc.oneof(moments, fc.constant(null)),
      refreshExpiresAt: fc.oneof(moments, fc.constant(null)),
      subject: fc.constantFrom('ada', null),
      user: fc.constant(null),
      lastLogin: fc.constantFrom({ method: 'password', at: NOW }, null),
    },
    { noNullPrototype: true },
  )
  .map((record): Record<string, unknown> => record)

const notes = fc.record<Record<string, unknown>>({
  stamp: fc.record({ epoch: epochs, generation: fc.constantFrom(1, 2, 1e308) }),
  deadline: moments,
  holder: fc.constant('other'),
  locked: fc.boolean(),
})
const tombstones = fc.record<Record<string, unknown>>({
  epochs: fc.array(fc.oneof(epochs, odd), { maxLength: 3 }),
  reason: reasons,
})

/** One field, or two, of something else, or gone. */
const altered = (objects: fc.Arbitrary<Record<string, unknown>>) =>
  fc
    .tuple(objects, fc.array(fc.tuple(fc.nat(20), fc.option(odd, { nil: undefined })), { maxLength: 2 }))
    .map(([object, changes]) => {
      const names = Object.keys(object)
      const next = { ...object }
      for (const [at, value] of changes) next[names[at % names.length]!] = value
      return JSON.stringify(next)
    })

/** A text in which some characters are others, or which ends too soon. */
const damaged = (texts: fc.Arbitrary<string>) =>
  fc.tuple(texts, fc.nat(), fc.string({ maxLength: 2 }), fc.boolean()).map(([text, at, put, isCut]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + (isCut ? '' : put + text.slice(place + 1))
  })

const textsOf = (objects: fc.Arbitrary<Record<string, unknown>>) =>
  fc.oneof(
    { weight: 6, arbitrary: altered(objects) },
    { weight: 2, arbitrary: damaged(altered(objects)) },
    { weight: 2, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.oneof(anyText, tokens, fc.constantFrom('', 'null', '1e999', '[]', '{"version":2}')) },
  )

/** What stands under the keys of a store; `undefined`: nothing. */
export interface Texts {
  readonly record: string | undefined
  readonly intent: string | undefined
  readonly ended: string | undefined
}

export const texts: fc.Arbitrary<Texts> = fc.record({
  record: fc.option(textsOf(records), { nil: undefined, freq: 8 }),
  intent: fc.option(textsOf(notes), { nil: undefined, freq: 2 }),
  ended: fc.option(textsOf(tombstones), { nil: undefined, freq: 2 }),
})

/** Puts them where a store looks for them. */
export function lay({ record, intent, ended }: Texts, put: (key: string, text: string) => void, key = 'auth-session') {
  if (record !== undefined) put(key, record)
  if (intent !== undefined) put(`${key}.intent`, intent)
  if (ended !== undefined) put(`${key}.ended`, ended)
}

/** Whether a text can be taken for a record: by its version and its token alone. */
export const holdsRecord = (text: unknown, backends?: readonly string[]): boolean => {
  try {
    const { version, backend, accessToken } = JSON.parse(String(text))
    return version === 1 && typeof accessToken === 'string' && (backends?.includes(backend) ?? true)
  } catch {
    return false
  }
}

/** The same, and whether it is of this backend, or of none in particular. */
export const holdsSession = (text: unknown): boolean => holdsRecord(text, ['', 'simplejwt@https://api.test'])

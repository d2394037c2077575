import fc from 'fast-check'

/** Where simulated time begins, in seconds. */
const START = 1_767_225_600
const DAYS = 86_400

const MEGABYTE = 'x'.repeat(1_000_000)

const base64url = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64url')
const jwt = (payload: string | Uint8Array) => `${base64url('{"alg":"none"}')}.${base64url(payload)}.x`

/** Any UTF-16, halves of pairs among it. */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 65_535 })), { maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes))

/** The end of a token, as it is written in its JSON; most of them are none. */
const exps = fc.oneof(
  fc.constantFrom('1e18', '-1e18', '1e400', '-1e400', '0', '-0', '-1', 'null', 'true', '[]', '{}', '""', '"soon"'),
  fc.constantFrom('8639999999999', '8640000000000', '1e-300', '1.5', '9007199254740993', '[1767312000]'),
  fc.integer({ min: START - 5 * DAYS, max: START + 90 * DAYS }).map(String),
  fc.constant(`"${START + 30 * DAYS}"`),
  fc.json({ maxDepth: 1 }),
)

const claims = fc.record(
  {
    exp: exps,
    iat: exps,
    user_id: fc.oneof(fc.constant('"ada"'), fc.json({ maxDepth: 1 })),
    sub: fc.json({ maxDepth: 1 }),
    prototype: fc.constantFrom('{"exp":1798761600,"user_id":"grace"}', 'null', '1'),
    toString: fc.constantFrom('1', 'null'),
  },
  { requiredKeys: [] },
)

const payloads = fc.oneof(
  { weight: 6, arbitrary: claims.map((claims) => object(Object.entries(claims).map(nameOfPrototype))) },
  // One name twice: the last counts.
  { weight: 2, arbitrary: fc.array(exps, { minLength: 2, maxLength: 3 }).map((list) => object(list.map(named))) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3_000 }).map((depth) => `{"exp":${'['.repeat(depth)}`) },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText },
)

/** In a literal, `__proto__` would be no name. */
const nameOfPrototype = ([name, text]: [string, string]): [string, string] => [
  name === 'prototype' ? '__proto__' : name,
  text,
]
const named = (text: string): [string, string] => ['exp', text]
const object = (fields: readonly (readonly [string, string])[]) =>
  `{${fields.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`

/** A token of the right form that no server has made. */
export const foreignTokens = fc
  .record({ n: fc.nat(), days: fc.integer({ min: 1, max: 60 }) })
  .map(({ n, days }) => jwt(JSON.stringify({ exp: START + days * DAYS, user_id: 'ada', n })))

/** Whatever may stand where a token is expected, as text. */
export const tokens = fc.oneof(
  { weight: 8, arbitrary: payloads.map(jwt) },
  { weight: 3, arbitrary: foreignTokens },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 40 }).map(jwt) },
  { weight: 2, arbitrary: fc.tuple(foreignTokens, fc.nat(), fc.string({ maxLength: 2 })).map(damaged) },
  { weight: 2, arbitrary: anyText },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom('', 'e30', '.', '=', '!', '%', 'ü')).map((parts) => parts.join('.')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '.', '..', 'a.b.c', 'null', 'undefined', 'a\r\nb: c', '__proto__') },
)

function damaged([token, at, put]: [string, number, string]): string {
  const place = at % token.length
  return token.slice(0, place) + put + token.slice(place + 1)
}

/** A token of a megabyte; few of them are enough. */
export const hugeTokens = fc.constantFrom(
  MEGABYTE,
  jwt(`{"exp":${START + 30 * DAYS},"user_id":"ada","more":"${MEGABYTE}"}`),
  `${base64url('{}')}.${MEGABYTE}.x`,
)

/** Whether it may count as a token: it can stand in a header, and its end is a number that a clock can show. */
export function isToken(token: unknown): token is string {
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return false
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('latin1'))
    return typeof exp === 'number' && exp > 0 && exp < 8.64e12
  } catch {
    return false
  }
}

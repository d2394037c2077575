import fc from 'fast-check'
import { anyText, hugeTokens, isToken, tokens } from './drawn-tokens'

/** An answer of a server that is broken or means harm. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | Uint8Array<ArrayBuffer>
  /** What becomes of the body, or of the whole answer. */
  readonly course:
    | 'comes'
    | 'breaks off'
    | 'never ends'
    | 'never comes'
    | 'fails'
    | 'fails oddly'
    | 'is opaque'
    | 'is an error'
  /** Where it says that it comes from. */
  readonly url: string | null
}

export const successorHeader = 'Refresh-Token'

const statuses = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constant(401) },
  { weight: 4, arbitrary: fc.constantFrom(201, 204, 206, 301, 302, 304, 307, 400, 403, 404, 405, 408, 425, 429) },
  { weight: 3, arbitrary: fc.constantFrom(500, 502, 503, 504, 511, 599) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 100, 101, 199, 600, 999) },
)

const moments = fc.constantFrom(
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Thu, 01 Jan 2026 00:10:00 GMT',
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Tue, 19 Jan 2038 03:14:08 GMT',
)
const words = fc.oneof(
  fc.constantFrom('0', '-1', '1.5', '1e9', '120, 120', 'NaN', 'soon', '99999999999999999999', '', '300'),
  moments,
  fc.string({ maxLength: 20 }),
)
const headers = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom('Date', 'Retry-After', 'Age', 'Expires'), words),
    fc.tuple(
      fc.constant('WWW-Authenticate'),
      fc.constantFrom('Bearer', 'Bearer error="invalid_token"', 'Basic, Bearer', '"', 'Negotiate'),
    ),
    fc.tuple(fc.constant(successorHeader), tokens),
    fc.tuple(
      fc.constant('Content-Type'),
      fc.constantFrom('application/json', 'text/html', 'application/json; charset=utf-7', 'x', '*/*'),
    ),
    fc.tuple(fc.constantFrom('Location', 'Set-Cookie', 'Content-Length', 'Content-Encoding'), words),
  ),
  { maxLength: 4 },
)

/** The JSON of a grant whose tokens are whatever they are. */
const grants = fc
  .tuple(fc.oneof(tokens.map(quoted), fc.json({ maxDepth: 1 })), fc.oneof(tokens.map(quoted), fc.json({ maxDepth: 1 })))
  .chain(([access, refresh]) =>
    fc.constantFrom(
      `{"access":${access},"refresh":${refresh}}`,
      `{"access":${access}}`,
      `{"refresh":${refresh}}`,
      `{"access":${access},"refresh":${refresh},"user":{"__proto__":{"admin":true},"name":"ada"}}`,
      `{"__proto__":{"access":${access}},"constructor":null}`,
      `[{"access":${access}}]`,
      `{"access":${access},"access":${refresh}}`,
      `\ufeff{"access":${access}}`,
      `{"access":${access}`,
    ),
  )

const codes = fc
  .oneof(
    fc.constantFrom('"token_not_valid"', '"user_inactive"', 'null', '1', '["token_not_valid"]', '{"toString":1}'),
    fc.json({ maxDepth: 1 }),
  )
  .map((code) => `{"code":${code},"detail":"no","messages":${code}}`)

const bodies = fc.oneof(
  { weight: 8, arbitrary: grants },
  { weight: 3, arbitrary: codes },
  { weight: 3, arbitrary: fc.json() },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', 'null', '[]', '{}', '0', '"', '1e999', '<!doctype html>', '\0', '{"a":'),
  },
  { weight: 1, arbitrary: anyText },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)) },
)
const hugeBodies = fc.oneof(
  hugeTokens.map((token) => `{"access":"${token}"}`),
  fc.constantFrom('['.repeat(1_000_000), `{"access":"${'\\u0000'.repeat(100_000)}"}`, '1'.repeat(1_000_000)),
)

const courses = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Answer['course']>('comes') },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Answer['course'][]>('breaks off', 'never ends', 'never comes', 'fails', 'fails oddly'),
  },
  { weight: 1, arbitrary: fc.constantFrom<Answer['course'][]>('is opaque', 'is an error') },
)

export const answers: fc.Arbitrary<Answer> = fc.record({
  status: statuses,
  headers,
  body: fc.oneof({ weight: 1_000, arbitrary: bodies }, { weight: 1, arbitrary: hugeBodies }),
  course: courses,
  url: fc.option(fc.constantFrom('https://evil.test/', 'https://api.test/elsewhere/', '', 'not a url'), { freq: 8 }),
})

function quoted(token: string): string {
  return JSON.stringify(token)
}

/** As `fetch` gives it. `signal`: of the request. */
export async function send(answer: Answer, signal: AbortSignal | null | undefined): Promise<Response> {
  const { course } = answer
  const never = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  // A caller who gives up is told so; if nobody listens any more, nobody minds.
  never.catch(() => {})
  if (course === 'never comes') return never
  if (course === 'fails') throw new TypeError('fetch failed')
  if (course === 'fails oddly') return Promise.reject({ name: { toString: 1 }, code: Symbol('odd') })
  if (course === 'is an error') return Response.error()
  const isBodyless = [204, 205, 304].includes(answer.status)
  const response = new Response(isBodyless ? null : bodyOf(answer, never), {
    status: answer.status >= 200 && answer.status < 600 ? answer.status : 200,
  })
  for (const [name, value] of answer.headers) appendIfPossible(response.headers, name, value)
  const shown: Partial<Record<keyof Response, unknown>> = {
    ...(course === 'is opaque' && { type: 'opaqueredirect', status: 0, ok: false }),
    ...((answer.status < 200 || answer.status > 599) && { status: answer.status, ok: false }),
    ...(answer.url !== null && { url: answer.url, redirected: true }),
  }
  for (const [name, value] of Object.entries(shown)) Object.defineProperty(response, name, { value })
  return response
}

function bodyOf({ body, course }: Answer, never: Promise<never>): BodyInit {
  if (course === 'comes' || course === 'is opaque') return body
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let isBegun = false
  return new ReadableStream({
    pull(controller) {
      if (isBegun && course === 'never ends') return never
      if (isBegun) return controller.error(new TypeError('terminated'))
      isBegun = true
      controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2)))
    },
  })
}

function appendIfPossible(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value)
  } catch {
    // No server can send it either.
  }
}

/** The tokens that an answer gives, if it gives any: by its status and its JSON alone. */
export function grantOf({ status, body, course }: Answer): { access: string; refresh: unknown } | null {
  if (status < 200 || status > 299 || course !== 'comes') return null
  try {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
    const { access, refresh } = JSON.parse(text.replace(/^\ufeff/, ''))
    return isToken(access) ? { access, refresh } : null
  } catch {
    return null
  }
}

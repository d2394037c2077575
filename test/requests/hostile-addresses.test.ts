import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { unsignedToken } from '../session/unsigned-token'
import { spellings, tricky } from './spellings'

const listed = [
  'https://api.example.com',
  'https://xn--bcher-kva.example',
  'http://127.0.0.1:8000',
  'http://[::1]:8000',
]

/** By the constructor: once it is hot, `URL.canParse` of Node 20 is wrong about hosts such as `bücher.example`. */
function parse(address: string, base: string | undefined): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null
  }
}

/** What the URL parser says of that very string, whatever the library thinks of it. */
function mayCarry(address: string, base: string | undefined, origins = listed): boolean {
  const url = parse(address, base)
  if (url === null) return false
  const { protocol, origin, username, password } = url
  return /^https?:$/.test(protocol) && username === '' && password === '' && origins.includes(origin)
}

interface Sent {
  readonly address: string
  readonly token: boolean
}

const addressOf = (input: RequestInfo | URL) =>
  typeof input === 'string' ? input : input instanceof URL ? input.href : input.url

/** A session with both tokens whose transport answers 401 to everything that may carry none. */
async function openSession(base?: string, headerName = 'Authorization', own?: string) {
  const origins = own === undefined ? listed : [own]
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  if (base !== undefined) vi.stubGlobal('document', { baseURI: base })
  onTestFinished(() => void vi.unstubAllGlobals())
  const sent: Sent[] = []
  const backend = simpleJwt({ baseUrl: own === undefined ? 'https://api.example.com' : '' })
  const session = createAuthSession({
    backend: { ...backend, authorization: (token) => [headerName, `Bearer ${token}`] },
    ...(own === undefined && { origins }),
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
      const address = addressOf(input)
      const token = headers.has(headerName) || [...headers].some(([, value]) => value.includes(accessToken))
      sent.push({ address, token })
      return new Response('{}', { status: mayCarry(address, base, origins) ? 200 : 401 })
    },
  })
  onTestFinished(() => session.dispose())
  const accessToken = unsignedToken({ sub: 'ada', exp: Math.floor(Date.now() / 1_000) + 600 })
  await session.setTokens({ accessToken, refreshToken: unsignedToken({ sub: 'ada', n: 1 }) })
  return { session, sent }
}

const bases = [
  undefined,
  'https://api.example.com/app/page?x#y',
  'https://evil.test/app/page',
  'https://user:pass@api.example.com/app/page',
  'https://api.example.com:444/app/page',
  'blob:https://api.example.com/7c5ee9a5-52a9-4a2b-8b0f-8c7f2b9ad0ab',
  'about:blank',
  'data:text/html,x',
  'file:///home/page.html',
]

test('the table has more than 200 spellings, no two alike, of both kinds', () => {
  const all = Object.values(spellings).flat()
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(300)
  const able = all.filter((address) => mayCarry(address, bases[1]))
  expect(able.length).toBeGreaterThan(80)
  expect(all.length - able.length).toBeGreaterThan(150)
})

describe.each(Object.entries(spellings))('of the spellings by %s', (_, addresses) => {
  test.each(bases)('under the document base %s, those see a token whose parsed origin is listed', async (base) => {
    const { session, sent } = await openSession(base)
    for (const address of addresses) await session.fetch(address)
    expect(sent.map(({ token }, i) => [addresses[i], token])).toEqual(
      addresses.map((address) => [address, mayCarry(address, base)]),
    )
    const resolved = (address: string) => parse(address, base)?.href ?? address
    expect(sent.map(({ address }) => resolved(address))).toEqual(addresses.map(resolved))
  })

  test.each(bases)('under the document base %s, the same goes for URL objects', async (base) => {
    const { session, sent } = await openSession(base)
    const urls = addresses.map((address) => parse(address, base)).filter((url) => url !== null)
    for (const url of urls) await session.fetch(url)
    expect(sent).toEqual(urls.map(({ href }) => ({ address: href, token: mayCarry(href, undefined) })))
  })

  test('the same goes for Requests, where they can be made', async () => {
    const { session, sent } = await openSession()
    const requests = addresses.flatMap((address) => {
      try {
        return [new Request(address)]
      } catch {
        return []
      }
    })
    for (const request of requests) await session.fetch(request)
    expect(sent).toEqual(requests.map(({ url }) => ({ address: url, token: mayCarry(url, undefined) })))
  })

  test('the same goes for a token in a header of another name', async () => {
    const { session, sent } = await openSession(bases[1], 'X-Token')
    for (const address of addresses) await session.fetch(address)
    expect(sent.map(({ token }) => token)).toEqual(addresses.map((address) => mayCarry(address, bases[1])))
  })

  test('the same goes for the document’s own origin where the backend is relative', async () => {
    const own = 'https://app.example.com'
    const base = `${own}/page`
    const { session, sent } = await openSession(base, 'Authorization', own)
    const moved = addresses.map((address) => address.replaceAll('api.example', 'app.example'))
    for (const address of moved) await session.fetch(address)
    expect(sent.map(({ token }) => token)).toEqual(moved.map((address) => mayCarry(address, base, [own])))
  })
})

const words = ['https', 'http', 'api', 'example', 'com', '443', 'evil.test', 'user:pass', '//', '://', ...tricky]
const mutation = fc.record({
  at: fc.nat({ max: 40 }),
  cut: fc.nat({ max: 3 }),
  put: fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 2 }), fc.constant('')),
})
const mutate = (address: string, mutations: { at: number; cut: number; put: string }[]) =>
  mutations.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), address)

test.each([bases[0], bases[1], bases[2]])('under the document base %s, so do random mutations', async (base) => {
  const { session, sent } = await openSession(base)
  const seen = { able: 0, unable: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...listed),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async (origin, mutations) => {
        const address = mutate(`${origin}/me?x=1#y`, mutations)
        sent.length = 0
        await session.fetch(address)
        const able = mayCarry(address, base)
        seen[able ? 'able' : 'unable'] += 1
        expect(sent.map(({ token }) => token)).toEqual([able])
      },
    ),
    { numRuns: 3_000 },
  )
  expect(Math.min(seen.able, seen.unable)).toBeGreaterThan(100)
})

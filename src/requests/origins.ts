import { warnOnce } from '../development'
import { checkShape } from '../shape'

/** Whether a request goes with a token. */
export type AuthChoice = 'auto' | 'required' | 'omit'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/

/** Which addresses may see a token. */
export type Origins = ReturnType<typeof createOrigins>

/**
 * Exact origins, as the URL parser alone tells them, closed by default. A relative backend stands for the page's own
 * origin.
 *
 * @throws TypeError that names what must be an origin.
 */
export function createOrigins(given: readonly string[] | undefined, baseUrl: string) {
  for (const origin of given ?? []) {
    const found = parse(origin)?.origin
    const isExact = found !== 'null' && found === String(origin).replace(/\/$/, '')
    checkShape('createAuthSession: origins', origin, "exact, such as 'https://api.example.com'", isExact)
  }
  let listed: readonly string[] | null = null

  /** Each with its slash. `http:` would show the token to the network: it must be named, loopback apart. */
  const list = () => {
    listed ??= (given ?? [baseUrl]).flatMap((address) => {
      const url = parse(address)
      const isSafe = given || url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
      return url && isSafe ? `${url.origin}/` : []
    })
    return listed
  }

  /** The parser's own answer for a string that begins with a listed origin and its slash. */
  const startsListed = (url: string): boolean => list().some((origin) => url.startsWith(origin))

  // Not by its `origin`: that of a `blob:` is its maker's. And with a name or a password `href` begins otherwise.
  const lists = (address: string): boolean => startsListed(parse(address)?.href ?? '')

  return {
    startsListed,
    /** Whether a token may go there. */
    lists,
    /** Whether a request is the session's affair; without an address, wherever it goes. @throws TypeError that names `option`. */
    admits(address: string | undefined, auth: AuthChoice, option: string): boolean {
      checkShape(`session.${option}`, auth, "'auto', 'required' or 'omit'", ['auto', 'required', 'omit'].includes(auth))
      const listed = address === undefined || lists(address)
      if (__DEV__ && !listed && originOf(address) !== 'null')
        warnOnce(`no token goes to ${originOf(address)}: name it in \`origins\` if it should`)
      return listed && auth !== 'omit'
    },
    /** Where it is now, however the document moves while a call waits. */
    resolve: (address: string): string => (startsListed(address) ? address : (parse(address)?.href ?? address)),
  }
}

function parse(address: string): URL | null {
  const { document, location } = globalThis as { document?: { baseURI?: string }; location?: { href?: string } }
  try {
    return new URL(address, document?.baseURI ?? location?.href)
  } catch {
    return null
  }
}

/** The origin of an address, or the address itself where it has none. */
export function originOf(address: string): string {
  return parse(address)?.origin ?? address
}

/** How a request is named where it is shown: the first two segments of its path. */
export function labelOf(url: string, method: string): string {
  const segments = parse(url)?.pathname.split('/', 3) ?? []
  return `${method} ${segments.join('/')}`
}

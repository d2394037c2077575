const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/

/**
 * Which addresses may see a token: exact origins, as the URL parser alone tells them, closed by default. A relative
 * backend stands for the page's own origin.
 */
export class Origins {
  readonly #given: readonly string[] | undefined
  readonly #baseUrl: string
  #prefixes: readonly string[] | null = null
  #named: ReadonlySet<string> = new Set()

  /** @throws TypeError that names an origin that is none. */
  constructor(given: readonly string[] | undefined, baseUrl: string) {
    this.#given = given
    this.#baseUrl = baseUrl
    for (const origin of given ?? []) {
      const url = typeof origin === 'string' ? parse(origin) : null
      if (url === null || url.origin === 'null' || url.origin !== origin.replace(/\/$/, ''))
        throw new TypeError(`createAuthSession: origins must be exact origins such as 'https://api.example.com'`)
    }
  }

  /** The parser's own answer for a string that begins with a listed origin and its slash. */
  startsListed(url: string): boolean {
    const prefixes = this.#list()
    for (let i = 0; i < prefixes.length; i++) if (url.startsWith(prefixes[i] as string)) return true
    return false
  }

  /** Whether a token may go there. */
  lists(address: string): boolean {
    const url = parse(address)
    return url !== null && !url.username && !url.password && this.#list().includes(`${url.origin}/`)
  }

  #list(): readonly string[] {
    if (this.#prefixes) return this.#prefixes
    const listed = this.#given ?? [this.#baseUrl]
    this.#named = new Set(this.#given)
    const prefixes = listed.map(parse).filter((url) => url !== null && this.#isSafe(url))
    this.#prefixes = prefixes.map((url) => `${(url as URL).origin}/`)
    return this.#prefixes
  }

  /** `http:` would show the token to the network: it must be named, loopback apart. */
  #isSafe(url: URL): boolean {
    if (url.protocol === 'https:' || this.#named.has(url.origin)) return true
    return url.protocol === 'http:' && LOOPBACK.test(url.hostname)
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

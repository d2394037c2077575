/** What a browser does with cookies, for one host: enough for tests without one. */
export interface CookieJar {
  /** Sends them, and takes those that answers set. */
  readonly fetch: typeof globalThis.fetch
  /** As pages read and write them. */
  readonly document: { cookie: string }
  /** The value, of a hidden one too; `null` where there is none. */
  get(name: string): string | null
  /** Another with the same cookies, over that network. */
  copy(network: typeof globalThis.fetch): CookieJar
}

interface Cookie {
  readonly value: string
  readonly path: string
  readonly isHidden: boolean
}

/** `network`: by which it sends. */
export function createCookieJar(network: typeof globalThis.fetch, cookies = new Map<string, Cookie>()): CookieJar {
  const take = (line: string, isHttp: boolean) => {
    const [pair = '', ...attributes] = line.split(/; */)
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? []
    const { path = '/', ...more } = Object.fromEntries(
      attributes.map((attribute) => {
        const [key = '', told = ''] = attribute.split('=')
        return [key.toLowerCase(), told]
      }),
    ) as Record<string, string>
    const isGone = more['max-age'] === '0' || Date.parse(more['expires'] ?? '') === 0
    if (isGone) cookies.delete(name)
    else cookies.set(name, { value, path, isHidden: isHttp && 'httponly' in more })
  }
  const told = (fits: (cookie: Cookie) => boolean) =>
    [...cookies].flatMap(([name, cookie]) => (fits(cookie) ? [`${name}=${cookie.value}`] : [])).join('; ')

  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      const { pathname } = new URL(request.url)
      const sends = request.credentials !== 'omit'
      const header = told(({ path }) => pathname.startsWith(path))
      if (sends && header) request.headers.set('cookie', header)
      const response = await network(request)
      if (sends) for (const line of response.headers.getSetCookie()) take(line, true)
      return response
    },
    document: {
      get cookie() {
        return told(({ isHidden, path }) => !isHidden && path === '/')
      },
      set cookie(line) {
        take(line, false)
      },
    },
    get: (name) => cookies.get(name)?.value ?? null,
    copy: (other) => createCookieJar(other, new Map(cookies)),
  }
}

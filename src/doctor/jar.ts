import { type Cookie, cookiesIn } from './cookies'

type Fetch = typeof globalThis.fetch

/** The cookies of one login, at one host. */
export interface Jar {
  readonly cookies: readonly Cookie[]
  /** As scripts see them. */
  readonly document: { cookie: string }
  /** Sends them along, and takes those that answers set. */
  over(fetch: Fetch): Fetch
}

export function createJar(kept: readonly Cookie[], now: () => number): Jar {
  const cookies = new Map(kept.map((cookie) => [cookie.name, cookie]))
  const told = (fits: (cookie: Cookie) => boolean) =>
    [...cookies.values()].flatMap((cookie) => (fits(cookie) ? [`${cookie.name}=${cookie.value}`] : [])).join('; ')
  const take = (headers: Headers) => {
    for (const cookie of cookiesIn({ headers }, now())) {
      if (cookie.life !== null && cookie.life <= 0) cookies.delete(cookie.name)
      else cookies.set(cookie.name, cookie)
    }
  }
  return {
    get cookies() {
      return [...cookies.values()]
    },
    document: {
      get cookie() {
        return told(({ isHttpOnly, path }) => !isHttpOnly && path === '/')
      },
      set cookie(line) {
        take(new Headers({ 'Set-Cookie': line }))
      },
    },
    over: (fetch) => async (input, init) => {
      if (init?.credentials === 'omit') return fetch(input, init)
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      const sent = told(({ path }) => pathname.startsWith(path))
      const headers = new Headers(init?.headers)
      if (sent !== '') headers.set('Cookie', sent)
      const response = await fetch(input, { ...init, headers })
      take(response.headers)
      return response
    },
  }
}

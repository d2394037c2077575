import { AuthSessionError } from '../errors'
import type { CsrfOptions } from './cookie-session-options'
import type { ReadableCookies } from './readable-cookies'

type Fetch = typeof globalThis.fetch

interface CsrfSettings extends Required<{ readonly [Name in keyof CsrfOptions]: NonNullable<CsrfOptions[Name]> }> {
  /** Where the API lives, without a trailing slash. */
  readonly root: string
  readonly cookies: ReadableCookies
}

/**
 * Sends what may change something with the token that tells a server's own pages from others: as it is at that moment, for
 * servers change it at login. What is refused for it is sent once more with the one that there is by then.
 *
 * @see https://docs.djangoproject.com/en/stable/howto/csrf/
 */
export function createCsrf({ root, cookies, cookie, header, path, field, failure }: CsrfSettings) {
  /** As the view at `path` told it, where no cookie can be read. */
  let told: string | null = null

  const ask = async (signal: AbortSignal | null | undefined, fetch: Fetch) => {
    if (!path) return
    const init: RequestInit = { credentials: 'include', redirect: 'manual', headers: { Accept: 'application/json' } }
    const body: unknown = await fetch(root + path, signal ? { ...init, signal } : init)
      .then((response) => response.json())
      .catch(() => null)
    const token: unknown = Object(body)[field]
    if (typeof token === 'string' && token) told = token
  }
  const read = () => cookies.read(cookie) ?? told

  const send = async (input: RequestInfo | URL, init: RequestInit, fetch: Fetch): Promise<Response> => {
    const request = isRequest(input) ? input : null
    const method = (init.method ?? request?.method ?? 'GET').toUpperCase()
    if (/^(GET|HEAD|OPTIONS|TRACE)$/.test(method)) return fetch(input, init)
    const signal = init.signal ?? request?.signal
    const carrying = (token: string | null): RequestInit => {
      if (token === null) return init
      const headers = new Headers(init.headers ?? request?.headers)
      try {
        headers.set(header, token)
      } catch {
        throw new AuthSessionError('unsupported', 'the CSRF token holds what no header can: check csrf.cookie')
      }
      // Browsers don't take it off a redirect to another origin.
      return { ...init, headers, redirect: (init.redirect ?? request?.redirect) === 'error' ? 'error' : 'manual' }
    }
    if (read() === null) await ask(signal, fetch)
    const sent = read()
    const copy = request?.body ? request.clone() : input
    const response = await fetch(input, carrying(sent))
    if (response.status !== 403 || isStream(init.body) || !(await saysSo(response, failure))) return response
    if (read() === sent) await ask(signal, fetch)
    const fresh = read()
    return fresh === null || fresh === sent ? response : fetch(copy, carrying(fresh))
  }
  return {
    send,
    /** Somebody has logged in: what the view told before counts no longer. */
    renew() {
      told = null
    },
  }
}

const isRequest = (input: RequestInfo | URL): input is Request => typeof input === 'object' && 'headers' in input

/** It has been read by now. */
const isStream = (body: unknown) => typeof Object(body).getReader === 'function'

async function saysSo(response: Response, failure: RegExp): Promise<boolean> {
  const text = await response
    .clone()
    .text()
    .catch(() => '')
  return text.search(failure) >= 0
}

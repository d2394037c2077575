import type { Session } from '../session/scene'
import type { Client } from './client'

/** `session.fetch` itself. */
export function openFetch(session: Session): Client {
  return {
    async send({ url, ...init }) {
      const response = await session.fetch(url, init)
      return { status: response.status, body: await response.json().catch(() => null) }
    },
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => session.fetch(url, { signal: AbortSignal.timeout(ms) }),
    stream: async (url) => (await session.fetch(url)).body!,
    url: async (url) => (await session.fetch(url)).url,
    keepalive: (url) => session.fetch(url, { keepalive: true }),
    request: async (request) => (await session.fetch(request)).status,
  }
}

/** A client that knows nothing of sessions, by `session.withToken`. */
export function openWithToken(session: Session): Client {
  const send = (url: string, { auth, hold, ...init }: Parameters<typeof session.fetch>[1] = {}) =>
    session.withToken((_, headers) => fetch(url, { ...init, headers: { ...headers, ...init.headers } }), {
      url,
      auth: new Headers(init.headers).has('Authorization') ? 'omit' : auth,
      hold,
      signal: init.signal ?? undefined,
      resource: `${init.method} ${url}`,
    })
  return {
    async send({ url, ...init }) {
      const response = await send(url, init)
      return { status: response.status, body: await response.json().catch(() => null) }
    },
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => send(url, { signal: AbortSignal.timeout(ms) }),
    stream: async (url) => (await send(url)).body!,
    url: async (url) => (await send(url)).url,
    keepalive: (url) => send(url, { keepalive: true }),
  }
}

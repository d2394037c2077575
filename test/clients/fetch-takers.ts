import ky, { type HTTPError } from 'ky'
import { type FetchError, ofetch } from 'ofetch'
import createClient from 'openapi-fetch'
import wretch, { type WretchError } from 'wretch'
import AbortAddon from 'wretch/addons/abort'
import { retry } from 'wretch/middlewares'
import type { Session } from '../session/scene'
import { type Client, fetchFor } from './client'

const again = { retry: 2, retryDelay: 0, retryStatusCodes: [503] }
const statusOf = ({ status }: Response) => status
const patient = { limit: 2, delay: () => 0, statusCodes: [503] }

export function openKy(session: Session): Client {
  const api = ky.create({ fetch: session.fetch, retry: 0 })
  return {
    async send({ url, auth, hold, ...init }) {
      const response = await api(url, { ...init, fetch: fetchFor(session, { auth, hold }), throwHttpErrors: false })
      return { status: response.status, body: await response.json().catch(() => null) }
    },
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, timeout) => api(url, { timeout }),
    retry: (url) => api(url, { retry: patient }).then(statusOf, ({ response }: HTTPError) => response.status),
    stream: async (url) => (await api(url)).body!,
    url: async (url) => (await api(url)).url,
    keepalive: async (url) => api(url, { keepalive: true }),
    request: async (request) => (await api(request)).status,
  }
}

export function openOfetch(session: Session): Client {
  const api = ofetch.create({ retry: 0 }, { fetch: session.fetch })
  return {
    async send({ url, auth, hold, ...init }) {
      const { raw } = ofetch.create({ retry: 0 }, { fetch: fetchFor(session, { auth, hold }) })
      const response = await raw(url, { ...init, ignoreResponseError: true } as object)
      return { status: response.status, body: response._data }
    },
    bodies: true,
    abort: true,
    reason: (error) => (error as Error).cause,
    timeout: (url, timeout) => api(url, { timeout }),
    retry: (url) => api.raw(url, again).then(statusOf, ({ status }: FetchError) => status ?? Promise.reject()),
    stream: (url) => api(url, { responseType: 'stream' }) as Promise<ReadableStream<Uint8Array>>,
    url: async (url) => (await api.raw(url)).url,
    keepalive: (url) => api(url, { keepalive: true }),
    request: async (request) => (await api.raw(request)).status,
  }
}

export function openWretch(session: Session): Client {
  const api = wretch().addon(AbortAddon()).polyfills({ fetch: session.fetch })
  return {
    async send({ url, method = 'GET', auth, hold, body, ...init }) {
      const asking = wretch(url, init).polyfills({ fetch: fetchFor(session, { auth, hold }) })
      const sent = body === undefined ? asking : asking.body(body)
      const response = await sent
        .fetch(method)
        .res()
        .catch((error: Partial<WretchError>) => error.response ?? Promise.reject(error))
      return { status: response.status, body: await response.json().catch(() => null) }
    },
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => api.url(url).get().setTimeout(ms).res(),
    retry: async (url) => {
      const again = retry({ delayTimer: 0, maxAttempts: 2, until: (response) => response?.status !== 503 })
      const asking = api.url(url).middlewares([again]).get().res()
      return (await asking.catch((error: WretchError) => error.response)).status
    },
    stream: async (url) => (await api.url(url).get().res()).body!,
    url: async (url) => (await api.url(url).get().res()).url,
    keepalive: (url) => api.options({ keepalive: true }).url(url).get().res(),
    tried: {
      request: async (request) =>
        (
          await api
            .url(request as never)
            .get()
            .res()
        ).status,
    },
  }
}

/** What `openapi-typescript` would make of the schema. */
type Paths = Record<
  string,
  { get: Operation; post: Operation & { requestBody?: { content: { 'text/plain': BodyInit } } } }
>
type Operation = { responses: { 200: { content: { 'application/json': unknown } } } }

export function openOpenapiFetch(session: Session): Client {
  const at = (url: string, fetch: typeof globalThis.fetch = session.fetch) => {
    const { origin: baseUrl, pathname } = new URL(url)
    return { api: createClient<Paths>({ baseUrl, fetch, bodySerializer: (given) => given }), pathname }
  }
  const get = async (url: string, init: object = {}) => {
    const { api, pathname } = at(url)
    return (await api.GET(pathname, { parseAs: 'stream', ...init })).response
  }
  return {
    async send({ url, method = 'GET', auth, hold, body, ...init }) {
      const { api, pathname } = at(url, fetchFor(session, { auth, hold }))
      const asking = method === 'GET' ? api.GET(pathname, init) : api.POST(pathname, { ...init, body })
      const { response, data } = await asking
      return { status: response.status, body: data ?? null }
    },
    bodies: true,
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => get(url, { signal: AbortSignal.timeout(ms) }),
    stream: async (url) => (await get(url)).body!,
    url: async (url) => (await get(url)).url,
    keepalive: (url) => get(url, { keepalive: true }),
    tried: { request: async (request) => (await at(request.url).api.GET(request as never)).response.status },
  }
}

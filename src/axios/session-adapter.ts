import {
  type AxiosAdapter,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
} from 'axios'
import type { AuthSession } from '../auth-session'
import { answerOf } from './answer'
import { createLine } from './line'

type Given = NonNullable<AxiosRequestConfig['adapter']>

/** Sends by the given adapter, with the session's token, as often as it takes. */
export function createSessionAdapter(session: AuthSession, given: Given, instance: AxiosInstance): AxiosAdapter {
  return async (config) => {
    // Whoever makes the request again, by the config of its error, comes here again.
    config.adapter = given
    const transport = getAdapter(given, config)
    const { auth, hold } = config.session ?? {}
    const url = instance.getUri(config)
    const line = createLine(config)
    const send = async (_: string | null, headers: Readonly<Record<string, string>>) => {
      const names = Object.keys(headers)
      const isOwn = names.some((name) => config.headers.has(name))
      const sent = { ...config, headers: AxiosHeaders.concat(headers, config.headers) }
      // Only `Authorization` is taken off a redirect to another origin.
      if (names.some((name) => name !== 'Authorization')) sent.maxRedirects = 0
      const { response, failure } = await settle(transport(sent), config)
      return Object.assign(isOwn ? Response.error() : answerOf(response, url), { response, failure })
    }
    const sending = session.withToken(send, {
      url,
      auth: config.auth || config.headers.has('Authorization') ? 'omit' : auth,
      hold,
      signal: line.signal,
      once: isStream(config.data),
      resource: `${config.method?.toUpperCase()} ${url.split(/[?#]/, 1)[0]}`,
    })
    const { response, failure } = await sending.finally(line.leave)
    if (failure) throw failure
    return response
  }
}

/** An answer, though axios calls it an error. What it shows of its request is what the caller asked for, without the token. */
async function settle(sending: Promise<AxiosResponse>, config: InternalAxiosRequestConfig) {
  try {
    const response = await sending
    response.config = config
    return { response, failure: null }
  } catch (reason) {
    const failure = Object(reason) as { config?: unknown; response?: AxiosResponse }
    if ('config' in failure) failure.config = config
    if (!failure.response) throw reason
    failure.response.config = config
    return { response: failure.response, failure }
  }
}

function isStream(data: unknown): boolean {
  const { pipe, getReader } = Object(data) as { pipe?: unknown; getReader?: unknown }
  return typeof (pipe ?? getReader) === 'function'
}

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

type Given = AxiosRequestConfig['adapter']

const adapters = new WeakSet<object>()

/** Whether that adapter sends through a session already, as that of a request which is made again does. */
export function isSessionAdapter(adapter: Given): boolean {
  return typeof adapter === 'function' && adapters.has(adapter)
}

/** Sends by the given adapter, with the session's token, as often as it takes. */
export function createSessionAdapter(session: AuthSession, given: Given, instance: AxiosInstance): AxiosAdapter {
  const adapter: AxiosAdapter = async (config) => {
    const transport = getAdapter(given ?? ['xhr', 'http', 'fetch'], config)
    const { auth, hold } = config.session ?? {}
    const url = instance.getUri(config)
    const line = createLine(config)
    let deliver = (): AxiosResponse => {
      throw new Error('nothing was sent')
    }
    const send = async (_: string | null, headers: Readonly<Record<string, string>>): Promise<Response> => {
      const isOwn = Object.keys(headers).some((name) => config.headers.has(name))
      const { response, failure } = await settle(transport(withHeaders(config, headers)), config)
      deliver = () => {
        if (failure) throw failure
        return response
      }
      return isOwn ? Response.error() : answerOf(response, url)
    }
    try {
      await session.withToken(send, {
        url,
        auth: config.auth || config.headers.has('Authorization') ? 'omit' : auth,
        hold,
        signal: line.signal,
        once: isStream(config.data),
        resource: `${config.method?.toUpperCase()} ${url.split(/[?#]/, 1)[0]}`,
      })
    } catch (reason) {
      throw line.errorFor(reason)
    } finally {
      line.leave()
    }
    return deliver()
  }
  adapters.add(adapter)
  return adapter
}

/** A header of the caller's own wins. */
function withHeaders(
  config: InternalAxiosRequestConfig,
  headers: Readonly<Record<string, string>>,
): InternalAxiosRequestConfig {
  const sent = { ...config, headers: AxiosHeaders.concat(headers, config.headers) }
  const [name = 'Authorization'] = Object.keys(headers)
  // Only `Authorization` is taken off a redirect to another origin.
  return name === 'Authorization' ? sent : { ...sent, maxRedirects: 0 }
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

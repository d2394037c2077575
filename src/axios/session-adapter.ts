import {
  Axios,
  type AxiosAdapter,
  AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosResponse,
  getAdapter,
  type InternalAxiosRequestConfig,
} from 'axios'
import type { AuthSession } from '../auth-session'
import { answerOf } from './answer'
import { createLine } from './line'
import { isStream } from './stream'

type Given = NonNullable<AxiosRequestConfig['adapter']>

interface Settled {
  readonly response: AxiosResponse
  /** What axios says where it calls that answer an error. */
  readonly failure?: unknown
}

/** Sends by the given adapter, with the session's token, as often as it takes. */
export function createSessionAdapter(session: AuthSession, given: Given): AxiosAdapter {
  return async (config) => {
    // Whoever makes the request again, by the config of its error, comes here again.
    config.adapter = given
    const transport = getAdapter(given, config)
    const isOwn = config.auth || config.headers.has('Authorization')
    // An instance with defaults would put back what an interceptor took out of the config, and name another origin.
    const url = String(new Axios({}).getUri(config))
    const line = createLine(config)
    let refused: { destroy?(): void } | undefined
    const send = async (_: string | null, headers: Readonly<Record<string, string>>) => {
      // A stream of Node's that nobody reads keeps its connection, for which this may be waiting.
      refused?.destroy?.()
      const [name] = Object.keys(headers)
      const sent = { ...config, headers: AxiosHeaders.concat(headers, config.headers) }
      // Only `Authorization` is taken off a redirect to another origin.
      if (name && name !== 'Authorization') sent.maxRedirects = 0
      const settled = await settle(transport(sent), config)
      refused = settled.response.data
      return Object.assign(
        name && config.headers.has(name) ? Response.error() : answerOf(settled.response, url),
        settled,
      )
    }
    const sending = session.withToken(send, {
      ...config.session,
      ...(isOwn && { auth: 'omit' }),
      url,
      signal: line.signal,
      once: isStream(config.data),
      resource: `${config.method?.toUpperCase()} ${url.split(/[?#]/, 1)[0]}`,
    })
    const { response, failure } = await sending.catch(line.fail).finally(line.leave)
    if (failure) throw failure
    return response
  }
}

/** An answer, though axios calls it an error. What it shows of its request is what the caller asked for, without the token. */
async function settle(sending: Promise<AxiosResponse>, config: InternalAxiosRequestConfig): Promise<Settled> {
  let failure: { config?: unknown; response?: AxiosResponse } | undefined
  const response = await sending.catch((reason: unknown) => {
    failure = Object(reason) as typeof failure & object
    if (failure.config) failure.config = config
    if (!failure.response) throw reason
    return failure.response
  })
  response.config = config
  return { response, failure }
}

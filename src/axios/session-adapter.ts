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
    const { auth, hold } = config.session ?? {}
    // An instance with defaults would put back what an interceptor took out of the config, and name another origin.
    const url = String(new Axios({}).getUri(config))
    const line = createLine(config)
    let refused: unknown = null
    const send = async (_: string | null, headers: Readonly<Record<string, string>>) => {
      discard(refused)
      const names = Object.keys(headers)
      const isOwn = names.some((name) => config.headers.has(name))
      const sent = { ...config, headers: AxiosHeaders.concat(headers, config.headers) }
      // Only `Authorization` is taken off a redirect to another origin.
      if (names.some((name) => name !== 'Authorization')) sent.maxRedirects = 0
      const settled = await settle(transport(sent), config)
      refused = settled.response.data
      return Object.assign(isOwn ? Response.error() : answerOf(settled.response, url), settled)
    }
    const sending = session.withToken(send, {
      url,
      auth: config.auth || config.headers.has('Authorization') ? 'omit' : auth,
      hold,
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
  try {
    return { response: Object.assign(await sending, { config }) }
  } catch (reason) {
    const failure = Object(reason) as { config?: unknown; response?: AxiosResponse }
    if (failure.config) failure.config = config
    if (!failure.response) throw reason
    return { response: Object.assign(failure.response, { config }), failure }
  }
}

/** A stream that nobody reads keeps its connection, for which the next try may be waiting. */
function discard(data: unknown): void {
  const { destroy, cancel } = Object(data) as { destroy?(): void; cancel?(): Promise<void> }
  destroy?.call(data)
  cancel?.call(data).catch(() => {})
}

function isStream(data: unknown): boolean {
  const { pipe, getReader } = Object(data) as { pipe?: unknown; getReader?: unknown }
  return Boolean(pipe ?? getReader)
}

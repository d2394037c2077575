import { AuthSessionError } from '../errors'
import type { CallKind } from './call'
import type { Requests } from './requests'

/** What `session.withToken` takes besides the function that sends. */
export interface WithTokenOptions {
  /** Takes the call out of the line; the function itself must heed it once it has been called. */
  readonly signal?: AbortSignal | undefined
  /**
   * Whether an outcome refuses the token; it is given the result, or the reason where `send` rejects. By default: a
   * `status` of 401, on it or on its `response`.
   */
  readonly isUnauthorized?: ((outcome: unknown) => boolean | Promise<boolean>) | undefined
  /** Names what is asked for, so that one resource that refuses everybody is told from a dead token. */
  readonly resource?: string | undefined
}

/** What `session.accessToken` takes. */
export interface AccessTokenOptions {
  /** How long the token must be good from now on; ms. What no renewal can bring is not asked for again and again. */
  readonly minValidFor?: number | undefined
}

/** Sends with the access token, or with `null` where nobody is logged in. */
export type Send<T> = (accessToken: string | null) => PromiseLike<T> | T

interface Sending<T> extends WithTokenOptions {
  readonly send: Send<T>
}

const sending: CallKind<unknown, Sending<unknown>> = {
  run: ({ send }, lease) => send(lease?.record.accessToken ?? null),
  names: ({ resource = '' }) => ({ resource }),
  isUnauthorized: (outcome, { isUnauthorized = statusIs401 }) => isUnauthorized(outcome),
  onAnswer: () => true,
}

const asking: CallKind<string, null> = {
  run(_, lease) {
    if (lease?.record.accessToken) return lease.record.accessToken
    throw new AuthSessionError('no_access_token')
  },
}

export function createTokenCalls(requests: Requests) {
  return {
    async withToken<T>(send: Send<T>, options: WithTokenOptions = {}): Promise<T> {
      if (typeof send !== 'function') throw new TypeError('session.withToken: send must be a function')
      const { signal } = options
      return requests.start({ kind: sending as CallKind<T, Sending<T>>, what: { ...options, send }, signal })
    },
    async accessToken({ minValidFor = 0 }: AccessTokenOptions = {}): Promise<string> {
      if (!(minValidFor >= 0)) throw new TypeError('session.accessToken: minValidFor must be a number of ms, 0 or more')
      return requests.start({ kind: asking, what: null, required: true, minValidFor })
    },
  }
}

function statusIs401(outcome: unknown): boolean {
  const { status, response } = Object(outcome) as { status?: unknown; response?: { status?: unknown } }
  return (status ?? response?.status) === 401
}

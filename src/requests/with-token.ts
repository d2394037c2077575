import type { Credentials } from '../credentials'
import { AuthSessionError } from '../errors'
import { Call, type CallKind } from './call'
import type { Requests } from './requests'

/** What `session.withToken` takes besides the function that sends. */
export interface WithTokenOptions {
  /** Takes the call out of the line; the function itself must heed it once it has been called. */
  readonly signal?: AbortSignal
  /**
   * Whether an outcome refuses the token; it is given the result, or the reason where `send` rejects. By default: a
   * `status` of 401, on it or on its `response`.
   */
  readonly isUnauthorized?: (outcome: unknown) => boolean | Promise<boolean>
  /** Names what is asked for, so that one resource that refuses everybody is told from a dead token. */
  readonly resource?: string
}

interface WithTokenPorts {
  readonly requests: Requests
  readonly epoch: () => string | null
}

/** Sends with the access token, or with `null` where nobody is logged in. */
export type Send<T> = (accessToken: string | null) => PromiseLike<T> | T

export function createWithToken({ requests, epoch }: WithTokenPorts) {
  const byStatus = kindOf(statusIs401)
  return <T>(send: Send<T>, options: WithTokenOptions = {}): Promise<T> => {
    if (typeof send !== 'function') return Promise.reject(new TypeError('session.withToken: send must be a function'))
    const { signal, isUnauthorized, resource = '' } = options
    const kind = isUnauthorized ? kindOf(isUnauthorized) : byStatus
    const run = async (lease: Credentials | null) => send(lease?.accessToken ?? null)
    const call = new Call<T>(kind as CallKind<T>, run, epoch())
    call.signal = signal ?? null
    call.resource = () => resource
    return requests.start(call)
  }
}

/** What `session.accessToken` takes. */
export interface AccessTokenOptions {
  /** How long the token must be good from now on; ms. What no renewal can bring is not asked for again and again. */
  readonly minValidFor?: number
}

const tokenKind: CallKind<string> = { isUnauthorized: () => false, accepts: () => false }

export function createAccessToken({ requests, epoch }: WithTokenPorts) {
  const run = async (lease: Credentials | null) => {
    if (lease?.accessToken) return lease.accessToken
    throw new AuthSessionError('no_access_token')
  }
  return ({ minValidFor = 0 }: AccessTokenOptions = {}): Promise<string> => {
    if (!(minValidFor >= 0 && minValidFor <= 86_400_000_000))
      return Promise.reject(new TypeError('session.accessToken: minValidFor must be a number of ms, 0 or more'))
    const call = new Call<string>(tokenKind, run, epoch())
    call.required = true
    call.minValidFor = minValidFor
    return requests.start(call)
  }
}

function kindOf(isUnauthorized: CallKind<unknown>['isUnauthorized']): CallKind<unknown> {
  return { isUnauthorized, accepts: () => true }
}

function statusIs401(outcome: unknown): boolean {
  const { status, response } = Object(outcome) as { status?: unknown; response?: { status?: unknown } }
  return (status ?? response?.status) === 401
}

import { AuthSessionError } from '../errors'
import { checkShape } from '../shape'
import type { Answers } from './answers'
import type { CallKind } from './call'
import type { AuthChoice, Origins } from './origins'
import type { Requests } from './requests'

/** What `session.withToken` takes besides the function that sends. */
export interface WithTokenOptions {
  /** Takes the call out of the line; the function itself must heed it once it has been called. */
  readonly signal?: AbortSignal | undefined
  /**
   * Whether an outcome refuses the token; it is given the result, or the reason where `send` rejects. By default a
   * `Response` is read as `session.fetch` reads it, and anything else by its `status`, or that of its `response`: 401.
   */
  readonly isUnauthorized?: ((outcome: unknown) => boolean | Promise<boolean>) | undefined
  /** Names what is asked for, so that one resource that refuses everybody is told from a dead token. */
  readonly resource?: string | undefined
  /** Where it goes: a token is given only where that origin is listed. Without it none is checked. */
  readonly url?: string | URL | undefined
  /** As for `session.fetch`. */
  readonly auth?: AuthChoice | undefined
  /** As for `session.fetch`. */
  readonly hold?: boolean | undefined
  /** It can't be sent twice, as a stream can't; refused, it is rejected with `not_replayable`. */
  readonly once?: boolean | undefined
}

/** What `session.accessToken` takes. */
export interface AccessTokenOptions {
  /** How long the token must be good from now on; ms. What no renewal can bring is not asked for again and again. */
  readonly minValidFor?: number | undefined
}

/** Sends with the access token, or with `null` where none is to be sent; `headers` are those that carry it. */
export type Send<T> = (accessToken: string | null, headers: Readonly<Record<string, string>>) => PromiseLike<T> | T

interface Sending extends WithTokenOptions {
  readonly send: Send<unknown>
}

interface TokenCallsPorts {
  readonly requests: Requests
  readonly answers: Answers
  readonly origins: Origins
}

const asking: CallKind<string, null> = {
  run(_, lease) {
    if (lease?.accessToken) return lease.accessToken
    throw new AuthSessionError('no_access_token')
  },
}

export function createTokenCalls({ requests, answers, origins }: TokenCallsPorts) {
  const sending: CallKind<unknown, Sending> = {
    run: ({ send }, lease) =>
      lease?.accessToken ? send(lease.accessToken, { [lease.headerName]: lease.headerValue }) : send(null, {}),
    names: ({ resource = '' }) => ({ resource }),
    isUnauthorized: (outcome, { isUnauthorized }) =>
      (isUnauthorized ?? (isResponse(outcome) ? answers.isUnauthorized : statusIs401))(outcome as Response),
    isFinal: async (outcome) => isResponse(outcome) && answers.isFinal(outcome),
    onAnswer: (outcome, lease) => !isResponse(outcome) || answers.onAnswer(outcome, lease),
  }

  return {
    async withToken<T>(send: Send<T>, options: WithTokenOptions = {}): Promise<T> {
      checkShape('session.withToken: send', send, 'a function')
      const { signal, url, auth = 'auto', hold, once } = options
      if (!origins.admits(url?.toString(), auth, 'withToken: auth')) return send(null, {})
      const call = { kind: sending, what: { ...options, send }, signal, required: auth === 'required', hold, once }
      return requests.start(call) as Promise<T>
    },
    async accessToken({ minValidFor = 0 }: AccessTokenOptions = {}): Promise<string> {
      checkShape('session.accessToken: minValidFor', minValidFor, '0 ms or more', minValidFor >= 0)
      return requests.start({ kind: asking, what: null, required: true, minValidFor })
    },
  }
}

function isResponse(outcome: unknown): outcome is Response {
  return 'clone' in Object(outcome)
}

function statusIs401(outcome: unknown): boolean {
  const { status, response } = Object(outcome) as { status?: unknown; response?: { status?: unknown } }
  return (status ?? response?.status) === 401
}

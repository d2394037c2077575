import type { RenewalDelay } from '../../machines'
import type { Answer, AuthBackend, FinalAnswer } from '../backends/backend'
import { parseHttpDate } from '../platform/clock'

/** A server may ask for patience up to this long; ms. */
const MAX_RETRY_AFTER = 300_000

/** What an answer to a renewal means. */
export type AnswerClass =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly status: number }
  | ({ readonly kind: 'failed'; readonly retryAfter: number | null } & Pick<RenewalDelay, 'status' | 'hint'> & {
        readonly cause: 'not_rotated' | 'maybe_rotated' | 'misconfigured'
      })

/** Reads the class of an answer off the backend's table and the status; `readable`: a grant could be made of it. */
export function classify(answer: Answer, backend: AuthBackend, readable: boolean, now: number): AnswerClass {
  const { status } = answer
  if (isFinal(answer, backend.final.renewal, backend)) return { kind: 'refused', status }
  const succeeded = status >= 200 && status < 300
  if (succeeded && readable) return { kind: 'granted' }
  const retryAfter = parseRetryAfter(
    answer.headers.get('retry-after'),
    parseHttpDate(answer.headers.get('date')) ?? now,
  )
  if ([408, 425, 429, 503].includes(status))
    return { kind: 'failed', cause: 'not_rotated', status, hint: null, retryAfter }
  if (succeeded || status >= 500)
    return { kind: 'failed', cause: 'maybe_rotated', status, hint: succeeded ? UNREADABLE : null, retryAfter }
  return { kind: 'failed', cause: 'misconfigured', status, hint: hintFor(answer, backend), retryAfter }
}

/** Whether an answer stands in a table of final ones. */
export function isFinal(
  { status, body }: Pick<Answer, 'status' | 'body'>,
  table: readonly FinalAnswer[],
  backend: AuthBackend,
): boolean {
  return table.some((row) => row.status === status && (!row.codes || row.codes.includes(backend.errorCode(body) ?? '')))
}

/** `Retry-After` (RFC 9110, section 10.2.3) in ms from now. */
function parseRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null
  const date = parseHttpDate(text)
  const wait = /^\s*\d+\s*$/.test(text) ? Number(text) * 1_000 : date === null ? Number.NaN : date - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER)
}

const UNREADABLE = 'the answer holds no token: is a proxy or a captive portal answering in place of the token server?'

export function hintFor(answer: Answer, backend: AuthBackend): string {
  const { status } = answer
  if (status < 400)
    return 'the token server redirects: check baseUrl, http or https, and the trailing slash of the path'
  const special = backend.hint?.(answer)
  if (special) return special
  if (status === 404 || status === 405) return 'check baseUrl and the path of the refresh view'
  return status === 403
    ? 'check CSRF, CORS and the permissions of the refresh view'
    : 'check what the refresh view takes'
}

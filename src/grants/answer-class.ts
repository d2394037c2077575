import type { RenewalDelay } from '../../machines'
import type { Answer, AuthBackend } from '../backends/backend'
import { isFinal } from '../backends/final-answers'
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

/** What of a backend tells the meaning of answers. */
type Reader = Pick<AuthBackend, 'final' | 'errorCode' | 'hint'>

/** Reads the class of an answer off the backend's table and the status. `problem`: why no grant could be made of it. */
export function classify(answer: Answer, backend: Reader, problem: string | null, now: number): AnswerClass {
  const { status, headers } = answer
  if (isFinal(answer, backend.final.renewal, backend)) return { kind: 'refused', status }
  const succeeded = status >= 200 && status < 300
  if (succeeded && problem === null) return { kind: 'granted' }
  const retryAfter = parseRetryAfter(headers.get('retry-after'), parseHttpDate(headers.get('date')) ?? now)
  const failed = { kind: 'failed', status, retryAfter } as const
  if ([408, 425, 429, 503].includes(status)) return { ...failed, cause: 'not_rotated', hint: null }
  if (succeeded) return { ...failed, cause: 'maybe_rotated', hint: problem }
  if (status >= 500) return { ...failed, cause: 'maybe_rotated', hint: null }
  return { ...failed, cause: 'misconfigured', hint: hintFor(answer, backend) }
}

/** `Retry-After` (RFC 9110, section 10.2.3) in ms from now. */
function parseRetryAfter(text: string | null, now: number): number | null {
  const wait = /^\s*\d+\s*$/.test(text ?? '') ? Number(text) * 1_000 : (parseHttpDate(text) ?? Number.NaN) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER)
}

export const NO_GRANT = 'the answer holds no token: is a proxy or a captive portal in between?'

export function hintFor(answer: Answer, backend: Pick<Reader, 'hint'>): string {
  const { status } = answer
  if (status < 400) return 'a redirect: check baseUrl, https, and the trailing slash of the path'
  const special = backend.hint?.(answer)
  if (special) return special
  if (status === 403) return 'check CSRF, CORS and permissions'
  return status === 404 || status === 405 ? 'check baseUrl and the path' : 'check what the view takes'
}

import { AuthSessionError } from '../errors'

const PASSING = ['queue_timeout', 'queue_full', 'unreachable', 'session_changed']

/** Whether a session that refused so may yet give a token. */
export function mayPass(error: unknown): boolean {
  return error instanceof AuthSessionError && PASSING.includes(error.code)
}

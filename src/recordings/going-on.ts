import type { RenewalDelay, SessionContext } from '../../machines'
import { contextOf, type Life, leafOf } from './life'
import { timeOfDay } from './moments'
import { originOf } from './xstate-events'

const DOES: Readonly<Record<string, string>> = {
  restoring: 'it is being restored',
  proving: 'what the store held is being proved by a renewal',
  authenticated: 'it is authenticated',
  refreshing: 'it is authenticated, and is being renewed',
  queuedRetry: 'calls wait for a renewal that is under way',
}

/** What is to be said of a session that no step of its recording has ended. */
export function goingOn({ recording, steps }: Life): string {
  const last = steps.findLast(({ machine }) => machine === 'session')
  const isDisposed = last !== undefined && originOf(last.event.type).kind === 'stopped'
  const present = isDisposed ? last.before : last ? last.after : recording.start.session
  if (present === null) return 'Nobody ended the session: it was not begun.'
  const status = leafOf(present)
  const { delay, endReason } = contextOf(present) as SessionContext
  if (!(status in DOES)) {
    const known = endReason ? `, and its reason was ${endReason}` : ''
    return `The session had ended before the recording of ${recording.events.length} events begins${known}: take the recording sooner.`
  }
  if (isDisposed)
    return `Nobody ended the session: the app disposed of it at ${timeOfDay(last.at)}, and it is still in the store.`
  if (delay) return `Nobody ended the session, but its renewal fails: ${trouble(delay)}.`
  return `Nobody ended the session: ${DOES[status]}.`
}

function trouble({ cause, status, hint, retryAt }: RenewalDelay): string {
  const next = `the next try is due at ${timeOfDay(retryAt)}`
  if (cause === 'offline') return 'there is no network'
  if (cause === 'overdue') return `the server has not answered in time, and is given until ${timeOfDay(retryAt)}`
  if (cause === 'misconfigured')
    return `the server answers ${status}; ${hint ?? 'check the address of its refresh view'}`
  return status === null ? `no answer came, and ${next}` : `the server answers ${status}, and ${next}`
}

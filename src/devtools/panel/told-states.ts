import type { SessionContext } from '../../../machines'
import { isText } from '../../shape'
import type { RecordedStates } from '../../timeline'
import { END } from './words'

/** The same states, without a context of the session that is none: a recording may come from anywhere. */
export function toldStates({ session, renewal }: RecordedStates): RecordedStates {
  return { session: session && (isContext(session.context) ? session : { ...session, context: null }), renewal }
}

/** Whether what the panel reads of it is what it should be. */
function isContext(context: unknown): context is SessionContext {
  const { stamp, token, subject, armedAt, endReason } = Object(context)
  const { usableUntil, renewAt, expiresAt } = Object(token)
  return (
    (stamp === null || (isText(Object(stamp).epoch) && typeof Object(stamp).generation === 'number')) &&
    [usableUntil, renewAt, expiresAt].every((moment) => moment === null || typeof moment === 'number') &&
    typeof armedAt === 'number' &&
    (subject === null || isText(subject)) &&
    (endReason === null || (isText(endReason) && Object.hasOwn(END, endReason)))
  )
}

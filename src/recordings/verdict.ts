import type { EndReason } from '../../machines'
import type { Ending } from './ending'
import { contextOf, type LifeStep, leafOf, outputOf, subjectOf } from './life'
import { lossBefore } from './loss'
import { timeOfDay } from './moments'
import { rivalOf } from './rival'

const GRACE = 'give the token server a grace period of 10 s'

/** Who ended the session by this step, why, and what to change. */
export function verdictOn(step: LifeStep, ending: Ending): string {
  const when = momentsIn(ending)(step)
  const output = outputOf(step)
  switch (subjectOf(step)) {
    case 'user.loggedOut':
      return `The user logged out ${when}${step.event['everywhere'] ? ', on all devices' : ''}: there is nothing to change.`
    case 'sibling.loggedOut':
      return loggedOutElsewhere(when)
    case 'sibling.expired':
      return expiredElsewhere(when, step.event['reason'] as EndReason)
    case 'restore done':
      return notRestored(output['found'], when)
    case 'restore failed':
    case 'xstate.after.restoreTimeout.session.restoring':
      return `The store did not answer, so that no session was restored ${when}: look at what holds it up, or raise \`restore.timeout\`.`
    case 'renewal done':
      return output['outcome'] === 'ended' ? endedElsewhere(output['reason'] as string, when) : refused(step, ending)
    default:
      return lapsed(step, when)
  }
}

/** Says when a step was, and in which tab where there are several. */
const momentsIn =
  ({ hasOthers }: Ending) =>
  ({ at, tab }: LifeStep): string =>
    hasOthers ? `at ${timeOfDay(at)} in ${tab}` : `at ${timeOfDay(at)}`

function loggedOutElsewhere(when: string): string {
  return `The user logged out in another tab, of which this one learnt ${when}: there is nothing to change.`
}

function expiredElsewhere(when: string, reason: EndReason): string {
  return `The session expired in another tab, of which this one learnt ${when} (${reason}): explain it with that tab’s recording.`
}

function endedElsewhere(reason: string, when: string): string {
  if (reason === 'logged_out') return loggedOutElsewhere(when)
  if (reason === 'not_restored')
    return `A later version of the app took the session over, as this tab learnt ${when}: reload the tab.`
  return expiredElsewhere(when, reason as EndReason)
}

function notRestored(found: unknown, when: string): string {
  if (found === 'nothing') return `Nobody was logged in: the store held no session ${when}.`
  if (found === 'unreadable')
    return `The stored session could not be read ${when}: see whether the store is blocked, or holds a record of another version or backend.`
  return `The stored access token had run out ${when}, and nothing could renew it: have the server issue a refresh token.`
}

function refused(step: LifeStep, ending: Ending): string {
  const say = momentsIn(ending)
  const stored = leafOf(step.before) === 'proving' ? 'stored ' : ''
  const { reason } = outputOf(step)
  if (reason === 'refresh_token_expired') return ranOut(stored, say(step))
  const refusal = `The server refused the ${stored}refresh token ${say(step)}`
  if (reason === 'rejected') {
    const rival = rivalOf(step, ending)
    return rival
      ? `${refusal}; ${rival.tab} had spent it at ${timeOfDay(rival.at)}: let both tabs share one store, such as \`indexedDbStorage()\`.`
      : `${refusal}; no answer to this tab had been lost: see at the server who revoked it, or which other client spends it.`
  }
  const { what, at, advice = GRACE } = lossBefore(step, ending)
  return `${refusal}; ${what}${at === null ? '' : ` at ${timeOfDay(at)}`}: ${advice}.`
}

function ranOut(stored: string, when: string): string {
  return `The session ended ${when}, for its ${stored}refresh token had run out: let refresh tokens live longer, or rotate them so that use prolongs them.`
}

function lapsed(step: LifeStep, when: string): string {
  const reason = contextOf(step.after)?.endReason
  if (reason === 'refresh_token_expired') return ranOut('', when)
  if (reason === 'access_token_expired')
    return `The access token ran out ${when}, and there was no refresh token to renew it: have the server issue one.`
  const what = step.event['label'] ? ` for ${step.event['label']}` : ''
  return `The server refused the access token${what} ${when}, and there was no refresh token to renew it: have the server issue one.`
}

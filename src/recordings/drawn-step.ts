import type { RenewalDelay, Stamp } from '../../machines'
import { contextOf, type LifeStep, leafOf, outputOf, subjectOf, tokenName } from './life'
import type { Pen } from './pen'
import { isObject } from './same-facts'

type Drawn = (pen: Pen, step: LifeStep) => readonly string[]

const SOURCES: Readonly<Record<string, string>> = {
  header: 'in a header',
  given: 'given by the app',
  overdue: 'an overdue answer',
}

const named = ({ stamp }: Record<string, unknown>): string => tokenName(stamp as Stamp)

const expiry = (reason: unknown): string => (reason === 'logged_out' ? 'a logout' : `expiry, ${reason}`)

const takes: Drawn = (pen, { event }) => [pen.take(named(event))]

/** What is drawn of the session's steps, by their subject. */
const DRAWN: Readonly<Record<string, Drawn>> = {
  'xstate.stop': (pen) => [pen.note('is disposed of')],
  'session.loggedIn': (pen, { event }) => [pen.user(`logs in, ${named(event)}`)],
  'sibling.loggedIn': takes,
  'sibling.renewed': takes,
  'sibling.loggedOut': (pen) => [pen.take('a logout')],
  'sibling.expired': (pen, { event }) => [pen.take(expiry(event['reason']))],
  'tokens.replaced': (pen, { event }) => [pen.answer(`${named(event)}, ${SOURCES[String(event['source'])]}`)],
  'request.unauthorized': (pen, { event }) => [pen.answer(`401 to ${event['label'] ?? 'a request'}`)],
  'renewal.delayed': (pen, { event }) => [delayed(pen, event as unknown as RenewalDelay)],
  'renewal done': (pen, step) => {
    const output = outputOf(step)
    if (output['outcome'] === 'ended') return [pen.take(expiry(output['reason']))]
    return output['outcome'] === 'adopted' || output['outcome'] === 'superseded' ? [pen.take(named(output))] : []
  },
  'restore done': (pen, step) => {
    const output = outputOf(step)
    return [output['stamp'] ? pen.take(named(output)) : pen.note(`finds ${output['found']} in the store`)]
  },
  'user.loggedOut': (pen) => [pen.user('logs out')],
  'revoke done': (pen) => [pen.answer('has revoked it')],
  'lifecycle.woke': (pen) => [pen.note('wakes')],
  'lifecycle.hid': (pen) => [pen.note('is hidden')],
  'fault.raised': (pen, { event }) => [pen.note(`${event['where']} fails`)],
}

/** The lines of one step. */
export function drawnBy(step: LifeStep, pen: Pen): readonly string[] {
  if (step.machine === 'renewal') return drawnRenewal(step, pen)
  const own = DRAWN[subjectOf(step)]?.(pen, step) ?? []
  const status = leafOf(step.after)
  if (status === '' || status === leafOf(step.before)) return own
  if (status === 'revoking') return [...own, pen.ask('revokes the refresh token')]
  const reason = contextOf(step.after)?.endReason
  return [...own, pen.note(`is ${status === 'settled' ? 'loggedOut' : status}${reason ? `, ${reason}` : ''}`)]
}

function drawnRenewal(step: LifeStep, pen: Pen): readonly string[] {
  const output = outputOf(step)
  if (leafOf(step.after) === 'requesting') return [pen.ask(`renews ${named(step.after?.context as never)}`)]
  const { answer } = isObject(output['answer']) ? output['answer'] : output
  if (answer === 'granted') return [pen.answer('grants the next token')]
  if (answer === 'refused') return [pen.answer('refuses the refresh token')]
  return output['intentDeadline'] ? [pen.note('finds that a renewal was begun before')] : []
}

function delayed(pen: Pen, { cause, status }: RenewalDelay): string {
  if (cause === 'offline') return pen.note('has no network')
  if (cause === 'overdue') return pen.note('waits for an answer that is overdue')
  return status === null ? pen.lost('no answer') : pen.answer(`answers ${status}`)
}

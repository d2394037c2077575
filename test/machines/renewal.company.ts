import type { RenewalContext } from '../../machines'
import type { Step } from './replay'
import { leaf } from './session.invariants'
import type { Invariants } from './walk'

/** What each state runs, and what it watches. */
const ACTORS: Readonly<Record<string, string>> = {
  'exclusive.waitingForLock': 'lock',
  'exclusive.rereading': 'reread',
  'exclusive.waitingForIntent': 'watch',
  'exclusive.intending': 'intend',
  'exclusive.requesting': 'request',
  'exclusive.confirmingRejection': 'confirm',
  'exclusive.committing': 'commit',
  'backingOff.overdue': 'watch',
  waitingForNetwork: 'watch',
}
const WATCHED: Readonly<Record<string, string>> = {
  'exclusive.waitingForIntent': 'store',
  'backingOff.overdue': 'rotation',
  waitingForNetwork: 'network',
}

/** What goes on beside a renewal: its actors and its timers. */
export const renewalCompany: Invariants = {
  'each state has its one actor, and only a watch may be missing': (step) => {
    const actor = ACTORS[leaf(step.after)]
    const isMissing = step.event.type === 'xstate.error.actor.watch' || (actor === 'watch' && !arrives(step))
    return same(step.running, [actor ?? []].flat()) || (isMissing && step.running.length === 0)
  },
  'each actor is started with what it is for': (step) => {
    const actor = ACTORS[leaf(step.after)]
    if (!arrives(step) || actor === undefined) return step.started.length === 0
    return same(step.started, [{ actor, input: inputFor(actor, step) }])
  },
  'a request is given its time, and so is what is waited for': (step) => {
    const { requestTimeout, retryAt, armedAt } = now(step)
    const until = Math.max(retryAt - armedAt, 0)
    const begins = arrives(step) || armedAt !== was(step).armedAt
    const state = leaf(step.after)
    if (state === 'exclusive.requesting') return same(step.pending, [requestTimeout])
    if (!(state in WATCHED) && state !== 'backingOff.pausing') return step.pending.length === 0
    return begins ? same(step.pending, [until]) : step.pending.length === 1
  },
}

function inputFor(actor: string, step: Step): unknown {
  const { stamp, attempt, waiting, requestTimeout, retryAt } = now(step)
  if (actor === 'lock') return { stamp, requestTimeout }
  if (actor === 'request') return { stamp, attempt, waiting, requestTimeout }
  return actor === 'watch' ? { stamp, subject: WATCHED[leaf(step.after)], deadline: retryAt } : { stamp }
}

const now = ({ after }: Step): RenewalContext => after.context
const was = ({ before }: Step): RenewalContext => before.context
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const arrives = ({ before, after }: Step): boolean => leaf(after) !== leaf(before)

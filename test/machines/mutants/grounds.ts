import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { RenewalContext, SessionContext } from '../../../machines'
import { renewalCases, renewalGround } from '../renewal.cases'
import { renewalSentences } from '../renewal.sentences'
import type { Stage } from '../replay'
import { sessionCases, sessionGround, supersededFacts } from '../session.cases'
import { sessionSentences } from '../session.sentences'
import { doneBy, failedBy, originOf } from '../xstate-events'
import type { Ground } from './ground'

type Cases = (snapshot: AnyMachineSnapshot, type: string) => readonly AnyEventObject[]

function sentTo({ machine, raised }: Stage<AnyStateMachine>, cases: Cases) {
  const types = machine.events.filter((type: string) => originOf(type).kind === 'sent' && !(type in raised))
  return (snapshot: AnyMachineSnapshot) => types.flatMap((type: string) => cases(snapshot, type))
}

function endsOf(cases: Cases) {
  const failures = new Map<string, AnyEventObject>()
  return (snapshot: AnyMachineSnapshot, actor: string) => {
    const failure = failures.get(actor) ?? failedBy(actor)
    failures.set(actor, failure)
    return [...cases(snapshot, doneBy(actor, undefined).type), failure]
  }
}

const sentToSession = sentTo(sessionGround, sessionCases)

/** A session until its second login or its second token: from there on all is as it was before. */
export const sessionOnGround: Ground = {
  machine: sessionGround.machine,
  input: sessionGround.input,
  provided: sessionGround.provided,
  sent: (snapshot) => [...sentToSession(snapshot), ...supersededFacts(snapshot.context)],
  ended: endsOf(sessionCases),
  facts({ context }) {
    const { stamp, token, armedAt, endReason, exhausted, refused, proving, hidden, delay } = context as SessionContext
    if (stamp?.epoch === '2.b' || stamp?.generation === 2) return null
    return [stamp, token, armedAt, endReason, exhausted, refused, proving, hidden, delay !== null]
  },
  sentences: sessionSentences,
  beginning: { value: 'restoring', running: ['restore'], timers: [60_000] },
}

/** A renewal until its second try has been answered. */
export const renewalOnGround: Ground = {
  machine: renewalGround.machine,
  input: renewalGround.input,
  provided: renewalGround.provided,
  sent: sentTo(renewalGround, renewalCases),
  ended: endsOf(renewalCases),
  facts({ context }) {
    const { waiting: _, ...facts } = context as RenewalContext
    return facts.attempt > 1 ? null : facts
  },
  sentences: renewalSentences,
  beginning: { value: { exclusive: 'waitingForLock' }, running: ['lock'], timers: [] },
}

import fc from 'fast-check'
import { type AnyEventObject, type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import type { Ground } from './paths'
import { createPlayer, type Stage, type Step } from './replay'
import type { Invariants } from './walk'
import { eventName, originOf } from './xstate-events'

type Cases = Ground<AnyStateMachine>['cases']

/** One choice in every so many lets time pass. */
const WAITS = 4

/** Lives that chance leads through a machine; rejects with the first sentence that did not hold, and how it came to that. */
export async function liveAtRandom(stage: Stage<AnyStateMachine>, cases: Cases, invariants: Invariants): Promise<void> {
  const choices = fc.array(fc.nat(9_999), { minLength: 1, maxLength: 60, size: 'max' })
  await fc.assert(
    fc.asyncProperty(choices, async (life) => {
      const player = createPlayer(stage)
      const told: string[] = []
      for (const choice of life) {
        if (player.snapshot().status !== 'active') break
        const events = eventsAt(player.snapshot(), cases)
        const event = events[Math.floor(choice / WAITS) % events.length]
        const step = choice % WAITS === 0 || !event ? await player.wait() : await player.play(event)
        if (step.event.type === 'nothing') continue
        told.push(eventName(step.event.type))
        const broken = brokenBy(step, invariants)
        if (broken) throw new Error(`${broken}: ${told.join(' → ')} in ${JSON.stringify(step.after.value)}`)
      }
      player.stop()
    }),
    { numRuns: 300, seed: 20_000 },
  )
}

function eventsAt(snapshot: AnyMachineSnapshot, cases: Cases): AnyEventObject[] {
  const types = new Set(getNextTransitions(snapshot).map(({ eventType }) => eventType))
  return [...types].filter((type) => originOf(type).kind !== 'timer').flatMap((type) => cases(snapshot, type))
}

function brokenBy(step: Step, invariants: Invariants): string | undefined {
  return Object.keys(invariants).find((sentence) => !invariants[sentence]!(step))
}

import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  type InputFrom,
} from 'xstate'
import { createDeferredActors } from './deferred-actors'
import { edgeName } from './edges'
import type { Path } from './paths'
import { createSteppingClock } from './stepping-clock'
import { createJournal, originOf } from './xstate-events'

/** What one event did. */
export interface Step {
  readonly event: AnyEventObject
  readonly before: AnyMachineSnapshot
  readonly after: AnyMachineSnapshot
  readonly emitted: readonly AnyEventObject[]
  /** The actions that users of the machine provide, as they were called. */
  readonly called: readonly { readonly action: string; readonly params: unknown }[]
  /** The actors that were started, and those that run in the end. */
  readonly started: readonly { readonly actor: string; readonly input: unknown }[]
  readonly running: readonly string[]
  /** What running actors were sent. */
  readonly sent: readonly { readonly actor: string; readonly event: AnyEventObject }[]
  /** ms for which the timer that rang had been armed; `null` where none rang. */
  readonly waited: number | null
  /** ms until each timer rings that is armed in the end, the next first. */
  readonly pending: readonly number[]
}

/** What one event did to a real actor, and by which edges. */
export interface PlayedStep extends Step {
  readonly edges: readonly string[]
}

/** How a path is replayed. */
export interface Stage<TMachine extends AnyStateMachine> {
  readonly machine: TMachine
  readonly input: InputFrom<TMachine>
  /** The actions that users of the machine provide. */
  readonly provided: readonly string[]
  /** Events that the machine raises some time after an invoked actor has failed, by that actor's id. */
  readonly raised: Readonly<Record<string, string>>
}

/** A real actor, event by event: timers ring by the clock, invoked actors end by themselves. */
export function createPlayer<TMachine extends AnyStateMachine>({ machine, input, provided, raised }: Stage<TMachine>) {
  const clock = createSteppingClock()
  const journal = createJournal()
  const emitted: AnyEventObject[] = []
  const called: { action: string; params: unknown }[] = []
  const deferred = createDeferredActors(machine)
  const noting = (action: string) => [action, (_: unknown, params: unknown) => void called.push({ action, params })]
  const actor = createActor(
    (machine as AnyStateMachine).provide({
      actors: deferred.actors,
      actions: Object.fromEntries(provided.map(noting)),
    }),
    { input, clock, inspect: journal.inspect },
  )
  actor.on('*', (fact) => emitted.push(fact))
  actor.start()

  const ringUntil = (type: string): void => {
    const start = journal.received.length
    while (!journal.received.slice(start).some(({ event }) => event.type === type)) {
      if (!clock.toNextTimer()) throw new Error(`no timer is left that could bring ${type}`)
    }
  }
  const take = async (act: () => unknown): Promise<PlayedStep> => {
    const before = actor.getSnapshot()
    const start = {
      received: journal.received.length,
      emitted: emitted.length,
      called: called.length,
      started: deferred.started.length,
      sent: deferred.received.length,
    }
    await act()
    const received = journal.received.slice(start.received)
    const event = received.at(-1)?.event ?? { type: 'nothing' }
    const after = actor.getSnapshot()
    return {
      event,
      before,
      after,
      edges: received.flatMap(({ transitions }) => (transitions as AnyTransitionDefinition[]).map(edgeName)),
      emitted: emitted.slice(start.emitted),
      called: called.slice(start.called),
      started: deferred.started.slice(start.started),
      running: runningIn(after),
      sent: deferred.received.slice(start.sent),
      waited: originOf(event.type).kind === 'timer' || event.type in raised ? clock.waited() : null,
      pending: clock.pending(),
    }
  }
  return {
    snapshot: (): AnyMachineSnapshot => actor.getSnapshot(),
    stop: () => actor.stop(),
    /** Lets the next timer ring, whatever it is for. */
    wait: () => take(() => clock.toNextTimer()),
    play: (event: AnyEventObject) =>
      take(async () => {
        const origin = originOf(event.type)
        if (origin.kind === 'done') return deferred.resolve(origin.actor, event.output)
        if (origin.kind === 'failed') return deferred.reject(origin.actor)
        if (event.type in raised) await deferred.reject(raised[event.type]!)
        if (origin.kind === 'timer' || event.type in raised) return ringUntil(event.type)
        actor.send(event)
      }),
  }
}

function runningIn({ children }: AnyMachineSnapshot): readonly string[] {
  return Object.keys(children).filter((id) => children[id]?.getSnapshot().status === 'active')
}

/** Sends a path to a real actor. */
export async function replay<TMachine extends AnyStateMachine>(
  stage: Stage<TMachine>,
  path: Path,
): Promise<readonly PlayedStep[]> {
  const player = createPlayer(stage)
  const steps: PlayedStep[] = []
  for (const event of path) steps.push(await player.play(event))
  player.stop()
  return steps
}

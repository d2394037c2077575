import {
  type AnyActorScope,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type ExecutableActionObject,
  fromTransition,
} from 'xstate'
import type { Step } from '../replay'
import { originOf } from '../xstate-events'

interface Timer {
  readonly id: string
  readonly event: AnyEventObject
  readonly delay: number
  readonly due: number
}

/** A machine at one moment, with what it has asked for: actors that run, timers in the order in which they ring. */
export interface World {
  readonly snapshot: AnyMachineSnapshot
  readonly now: number
  readonly running: readonly string[]
  readonly timers: readonly Timer[]
}

/** Stands after the name of a delay that was changed; a step does not show it. */
export const CHANGED = '~'

const idle = fromTransition((state) => state, null)
const host = createActor(idle)

/** A machine by its pure steps. XState’s `transition` does the same, but makes an actor for each. */
export function createStepper(machine: AnyStateMachine, provided: readonly string[]) {
  const names = Object.keys(machine.implementations.actors)
  const logic = machine.provide({ actors: Object.fromEntries(names.map((name) => [name, idle])) })

  const during = <T>(act: (scope: AnyActorScope) => T): [T, Asked[]] => {
    const asked: Asked[] = []
    const made = act({
      self: host,
      id: '',
      sessionId: '',
      system: host.system,
      logger() {},
      defer() {},
      emit() {},
      stopChild() {},
      actionExecutor: (action) => asked.push(action as Asked),
    })
    return [made, asked]
  }

  return {
    begin(input: unknown): World {
      const [snapshot, asked] = during((scope) => logic.getInitialSnapshot(scope, input))
      return worldAfter(snapshot, asked, { now: 0, running: [], timers: [] })
    },
    /** The same moment of this machine, where the world was another's. */
    takeOver(world: World): World {
      const { value, context, children } = world.snapshot
      return { ...world, snapshot: Object.assign(logic.resolveState({ value, context }), { children }) }
    },
    /** `null` where a guard or an action throws. */
    play(world: World, event: AnyEventObject): { readonly step: Step; readonly world: World } | null {
      const [timer, ...timers] = world.timers
      const rings = timer !== undefined && timer.event === event
      const { kind, actor } = { actor: '', ...originOf(event.type) }
      const [snapshot, asked] = during((scope) => {
        try {
          return logic.transition(world.snapshot, event, scope)
        } catch {
          return null
        }
      })
      if (snapshot === null) return null
      const next = worldAfter(snapshot, asked, {
        now: rings ? timer.due : world.now,
        timers: rings ? timers : world.timers,
        running: kind === 'done' || kind === 'failed' ? world.running.filter((id) => id !== actor) : world.running,
      })
      return {
        world: next,
        step: {
          event: { ...event, type: event.type.replace(/~[^.]*/, '') },
          before: world.snapshot,
          after: snapshot,
          emitted: asked.filter(({ type }) => type === 'xstate.emit').map(({ params }) => params!.event!),
          called: asked
            .filter(({ type }) => provided.includes(type))
            .map(({ type, params }) => ({ action: type, params })),
          started: asked
            .filter(({ type }) => type === 'xstate.spawnChild')
            .map(({ params }) => ({ actor: params!.id!, input: params!.input })),
          running: next.running,
          sent: asked
            .filter(({ type, params }) => type === 'xstate.sendTo' && next.running.includes(params!.targetId!))
            .map(({ params }) => ({ actor: params!.targetId!, event: params!.event! })),
          waited: rings ? timer.delay : null,
          pending: next.timers.map(({ due }) => due - next.now),
        },
      }
    },
  }
}

interface Asked extends ExecutableActionObject {
  /** By the type of the action, some of these. */
  readonly params:
    | {
        readonly id?: string
        readonly sendId?: string
        readonly targetId?: string
        readonly delay?: number
        readonly event?: AnyEventObject
        readonly input?: unknown
      }
    | undefined
}

function worldAfter(
  snapshot: AnyMachineSnapshot,
  asked: readonly Asked[],
  { now, ...before }: Omit<World, 'snapshot'>,
): World {
  let { running, timers } = before
  if (snapshot.status !== 'active') return { snapshot, now, running: [], timers: [] }
  for (const { type, params } of asked) {
    const { id, sendId, delay, event } = params ?? {}
    if (type === 'xstate.spawnChild') running = [...running, id!]
    if (type === 'xstate.stopChild') running = running.filter((actor) => actor !== id)
    if (type === 'xstate.cancel') timers = timers.filter((timer) => timer.id !== sendId)
    if (type === 'xstate.raise' && delay !== undefined)
      timers = [...timers.filter((timer) => timer.id !== id), { id: id!, event: event!, delay, due: now + delay }]
  }
  return { snapshot, now, running, timers: timers.toSorted((a, b) => a.due - b.due) }
}

export type Stepper = ReturnType<typeof createStepper>

import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  getNextTransitions,
  type InputFrom,
} from 'xstate'
import { getShortestPaths } from 'xstate/graph'
import { edgeTaken } from './edges'
import { originOf } from './xstate-events'

/** What a walk through a machine needs to know about it. */
export interface Ground<TMachine extends AnyStateMachine> {
  readonly machine: TMachine
  readonly input: InputFrom<TMachine>
  /** The payloads worth trying for one type of event, here and now. Timers need none. */
  cases(snapshot: AnyMachineSnapshot, type: string): readonly AnyEventObject[]
  /** What tells two moments in one state apart. No counters: they never end. */
  facts(snapshot: AnyMachineSnapshot): unknown
}

export type Path = readonly AnyEventObject[]

/** The shortest ways over every edge, from every leaf that has it; the beginnings of longer ones are left out. */
export function pathsOver<TMachine extends AnyStateMachine>(ground: Ground<TMachine>): readonly Path[] {
  const found = getShortestPaths(ground.machine as AnyStateMachine, {
    input: ground.input,
    events: (snapshot: AnyMachineSnapshot) => eventsAt(ground, snapshot),
    serializeState: (snapshot, event, previous) =>
      JSON.stringify([
        snapshot.value,
        ground.facts(snapshot),
        previous && event ? [previous.value, edgeTaken(previous, event)] : null,
      ]),
  })
  const paths = found.map(({ steps }) => steps.slice(1).map(({ event }) => event))
  const beginnings = new Set(paths.flatMap((path) => path.map((_, length) => JSON.stringify(path.slice(0, length)))))
  return paths.filter((path) => !beginnings.has(JSON.stringify(path)))
}

/** Every event that takes an edge here. */
function eventsAt<TMachine extends AnyStateMachine>(
  ground: Ground<TMachine>,
  snapshot: AnyMachineSnapshot,
): AnyEventObject[] {
  if (snapshot.status !== 'active') return []
  const types = new Set(getNextTransitions(snapshot).map(({ eventType }) => eventType))
  return [...types]
    .flatMap((type) => (originOf(type).kind === 'timer' ? [{ type }] : ground.cases(snapshot, type)))
    .filter((event) => edgeTaken(snapshot, event) !== undefined)
    .filter((event) => !isForestalled(snapshot, event, types))
}

/** Whether another timer rings first and changes something: then this one can't ring here. */
function isForestalled(snapshot: AnyMachineSnapshot, event: AnyEventObject, types: ReadonlySet<string>): boolean {
  const own = delayOf(snapshot, event.type)
  if (own === null) return false
  const order = [...types]
  return order.some((type, index) => {
    const other = delayOf(snapshot, type)
    if (other === null || edgeTaken(snapshot, { type }) === undefined) return false
    return other < own || (other === own && index < order.indexOf(event.type))
  })
}

function delayOf({ machine, context }: AnyMachineSnapshot, type: string): number | null {
  const origin = originOf(type)
  if (origin.kind !== 'timer') return null
  const delay = machine.implementations.delays[origin.delay] as (args: { context: unknown }) => number
  return delay({ context })
}

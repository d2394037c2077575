import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate'
import { getStateNodes } from 'xstate/graph'
import { eventName } from './xstate-events'

/** One candidate of one transition: `session.authenticated after(tokenLapse) 0`. */
export function edgeName(transition: AnyTransitionDefinition): string {
  const { source, eventType } = transition
  const candidates = source.transitions.get(eventType) as readonly AnyTransitionDefinition[]
  return `${source.id} ${eventName(eventType)} ${candidates.indexOf(transition)}`
}

/** Every edge that a machine has. */
export function edgesOf(machine: AnyStateMachine): readonly string[] {
  return [machine.root, ...getStateNodes(machine.root)].flatMap((node) =>
    [...node.transitions.values()].flat().map(edgeName),
  )
}

/** The edge that an event takes; unlike `can`, this sees the transitions that forbid an event too. */
export function edgeTaken(snapshot: AnyMachineSnapshot, event: AnyEventObject): string | undefined {
  const [transition] = snapshot.machine.getTransitionData(snapshot, event)
  return transition && edgeName(transition)
}

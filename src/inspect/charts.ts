import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { renewalMachine, sessionMachine } from '../../machines'
import { definitionOf } from './definition'

/** What the two charts are made of, as they are shipped. */
export interface Charts {
  /** In JSON; of an actor that is no machine, its name. */
  definition(actor: string): string
  isActor(id: string): boolean
  isEvent(type: string): boolean
  /** Whether a state or a tag is called so. */
  isName(name: string): boolean
}

/** Of XState's own, or of the actors that a chart invokes. */
const OTHER_EVENTS = ['xstate.init', 'xstate.stop', 'told']

export function readCharts(): Charts {
  const machines: Readonly<Record<string, AnyStateMachine>> = { session: sessionMachine, renewal: renewalMachine }
  const actors = new Set(Object.keys(machines))
  const events = new Set(OTHER_EVENTS)
  const names = new Set<string>()
  const read = (node: AnyStateNode) => {
    for (const name of [node.key, ...node.tags]) names.add(name)
    for (const { id } of node.invoke) actors.add(id)
    for (const child of Object.values<AnyStateNode>(node.states)) read(child)
  }
  for (const machine of Object.values(machines)) {
    for (const type of machine.events) events.add(type)
    read(machine.root)
  }
  return {
    definition(actor) {
      const machine = Object.hasOwn(machines, actor) ? machines[actor] : undefined
      return machine ? definitionOf(machine) : JSON.stringify({ id: actor })
    },
    isActor: (id) => actors.has(id),
    isEvent: (type) => events.has(type),
    isName: (name) => names.has(name),
  }
}

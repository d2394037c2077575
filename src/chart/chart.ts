import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { guardName } from './guard'

/** One way out of a state, or one thing it does without leaving. */
export interface Edge {
  /** The path of the state that declares it; `''` for the machine itself. */
  source: string
  /** As xstate knows the event: `request.sent`, `xstate.done.actor.renewal`; `''` for a transition that needs none. */
  descriptor: string
  /** As a reader knows it: `request.sent`, `done: renewal`, `after patience`, `always`. */
  event: string
  guard: string | null
  /** Paths; none where the state is kept. */
  targets: string[]
  reenters: boolean
  /** Whether it does anything at all: an edge without target and action forbids its event. */
  acts: boolean
}

export interface State {
  /** `renewing.refreshing`; `''` for the machine itself. */
  path: string
  key: string
  type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  description: string | null
  tags: string[]
  /** Names of the actors that live as long as the state. */
  actors: string[]
  /** The paths that are entered with it. */
  initial: string[]
  edges: Edge[]
  children: State[]
  parent: State | null
}

/** A machine as plain data, in the order in which it is written. */
export function readChart(machine: AnyStateMachine): State {
  return readState(machine.root, null)
}

/** `state` and everything in it, outermost first. */
export function everyState(state: State): State[] {
  return [state, ...state.children.flatMap(everyState)]
}

export function leavesOf(state: State): State[] {
  return everyState(state).filter(({ children, type }) => children.length === 0 && type !== 'history')
}

function readState(node: AnyStateNode, parent: State | null): State {
  const state: State = {
    path: pathOf(node),
    key: node.key,
    type: node.type,
    description: node.description ?? null,
    tags: [...node.tags],
    actors: node.invoke.map(({ id, src }) => actorName(id, src)),
    initial: node.type === 'compound' ? (node.initial.target ?? []).map(pathOf) : [],
    edges: readEdges(node),
    children: [],
    parent,
  }
  state.children = Object.values<AnyStateNode>(node.states).map((child) => readState(child, state))
  return state
}

function readEdges(node: AnyStateNode): Edge[] {
  const transitions = [...node.transitions].flatMap(([descriptor, all]) => all.map((one) => ({ descriptor, one })))
  const eventless = (node.always ?? []).map((one) => ({ descriptor: '', one }))
  return [...transitions, ...eventless].map(({ descriptor, one }) => ({
    source: pathOf(node),
    descriptor,
    event: eventName(descriptor, node),
    guard: one.guard === undefined ? null : guardName(one.guard),
    targets: (one.target ?? []).map((target: AnyStateNode) => pathOf(target)),
    reenters: one.reenter === true,
    acts: one.actions.length > 0,
  }))
}

/** Translates the events that xstate makes up itself. */
function eventName(descriptor: string, node: AnyStateNode): string {
  if (descriptor === '') return 'always'
  if (descriptor === '*') return 'anything else'
  const [, kind, name = ''] = /^xstate\.(after|done\.actor|error\.actor|done\.state)\.(.*)$/.exec(descriptor) ?? []
  if (kind === undefined) return descriptor
  if (kind === 'after') {
    const delay = name.slice(0, -node.id.length - 1)
    return /^\d+$/.test(delay) ? `after ${delay} ms` : `after ${delay}`
  }
  if (kind === 'done.state') return `done: ${pathOf(node) || node.id}`
  const invoked = node.invoke.find(({ id }) => id === name)
  return `${kind === 'done.actor' ? 'done' : 'error'}: ${actorName(name, invoked?.src)}`
}

function actorName(id: string, source: unknown): string {
  return /^\d+\./.test(id) && typeof source === 'string' && !source.startsWith('xstate.') ? source : id
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.')
}

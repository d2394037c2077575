import type { AnyMachineSnapshot, InspectionEvent } from 'xstate'
import { eventName } from '../../test/machines/xstate-events'

/** One step of the session chart, as a reader would write it. */
export interface Transition {
  readonly from: string
  readonly to: string
  readonly event: string
}

/** Worth a line although they may lead nowhere else. */
const NOTEWORTHY = ['renewal.delayed', 'tokens.replaced', 'session.loggedIn', 'user.loggedOut']

/** An inspection observer that tells the session machine's transitions; what stays where it is is told if it is noteworthy. */
export function watchTransitions(tell: (transition: Transition) => void): (inspected: InspectionEvent) => void {
  let from: string | null = null
  return (inspected) => {
    if (inspected.type !== '@xstate.snapshot' || inspected.actorRef.sessionId !== inspected.rootId) return
    const to = pathOf((inspected.snapshot as AnyMachineSnapshot).value)
    const { type } = inspected.event
    if (from !== null && (from !== to || NOTEWORTHY.includes(type))) tell({ from, to, event: eventName(type) })
    from = to
  }
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[parent, child] = ['', '']] = Object.entries(Object(value))
  return `${parent}.${pathOf(child)}`
}

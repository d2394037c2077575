import type { AnyEventObject, InspectionEvent } from 'xstate'

/** What makes an event of XState's own happen: an actor's end, a timer, or nothing but a `send`. */
export type Origin =
  | { readonly kind: 'done' | 'failed'; readonly actor: string }
  | { readonly kind: 'timer'; readonly delay: string }
  | { readonly kind: 'sent' }

const DONE = 'xstate.done.actor.'
const FAILED = 'xstate.error.actor.'
const AFTER = 'xstate.after.'

export function doneBy(actor: string, output: unknown): AnyEventObject {
  return { type: DONE + actor, actorId: actor, output }
}

export function failedBy(actor: string): AnyEventObject {
  return { type: FAILED + actor, actorId: actor, error: new Error(`${actor} failed`) }
}

export function originOf(type: string): Origin {
  if (type.startsWith(DONE)) return { kind: 'done', actor: type.slice(DONE.length) }
  if (type.startsWith(FAILED)) return { kind: 'failed', actor: type.slice(FAILED.length) }
  if (type.startsWith(AFTER)) return { kind: 'timer', delay: type.slice(AFTER.length).split('.')[0]! }
  return { kind: 'sent' }
}

/** An event as a reader would write it: `done(restore)`, `after(tokenLapse)`, `user.loggedOut`. */
export function eventName(type: string): string {
  const origin = originOf(type)
  if (origin.kind === 'timer') return `after(${origin.delay})`
  return origin.kind === 'sent' ? type : `${origin.kind}(${origin.actor})`
}

/** The events that a root actor received, each with the transitions that it caused. */
export function createJournal() {
  const received: { event: AnyEventObject; transitions: readonly unknown[] }[] = []
  return {
    received,
    inspect(inspected: InspectionEvent): void {
      if (inspected.type !== '@xstate.microstep' || inspected.actorRef.sessionId !== inspected.rootId) return
      received.push({ event: inspected.event, transitions: inspected._transitions })
    },
  }
}

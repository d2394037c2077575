import type { Facts } from './facts'

/** What an actor received, with the facts that it brought. */
export interface WireEvent extends Facts {
  readonly type: string
}

/** A state as it may be seen: facts alone. */
export interface WireSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped'
  readonly value?: unknown
  readonly tags?: readonly string[]
  readonly context?: Facts
  readonly input?: Facts
  readonly output?: Facts
  readonly error?: string
  readonly children?: Readonly<Record<string, { readonly id: string }>>
}

interface Envelope {
  readonly id: string
  /** Names the actor; no other page's has the same. */
  readonly sessionId: string
  readonly rootId: string
  /** ms since the epoch, in digits. */
  readonly createdAt: string
  readonly _version: string
}

/** An actor has begun. */
export interface WireActor extends Envelope {
  readonly type: '@xstate.actor'
  readonly name: string
  readonly parentId: string | undefined
  /** The chart, in JSON; of an actor without one, its name. */
  readonly definition: string
  readonly snapshot: WireSnapshot
}

/** An event was sent to an actor. */
export interface WireDelivery extends Envelope {
  readonly type: '@xstate.event'
  readonly sourceId: string | undefined
  readonly event: WireEvent
}

/** An actor has taken an event, and this is what became of it. */
export interface WireTransition extends Envelope {
  readonly type: '@xstate.snapshot'
  readonly event: WireEvent
  readonly snapshot: WireSnapshot
}

/** What an inspector receives: the messages of `@statelyai/inspect` 0.7. */
export type WireMessage = WireActor | WireDelivery | WireTransition

/** Where messages go. */
export interface InspectorAdapter {
  /** Called once, when the inspector is made. */
  readonly start?: (() => void) | undefined
  send(message: WireMessage): void
  readonly stop?: (() => void) | undefined
}

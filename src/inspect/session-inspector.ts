import type { AnyActorRef, InspectionEvent } from 'xstate'
import { type Clock, systemClock } from '../platform/clock'
import { checkShape } from '../shape'
import { readCharts } from './charts'
import { textOf } from './facts'
import { seenEvent, seenSnapshot } from './seen'
import type { InspectorAdapter } from './wire'

/** Goes into `createAuthSession({ inspect })`. */
export interface SessionInspector {
  /** Shows one thing that happened, as far as it may be seen. */
  next(inspected: InspectionEvent): void
  /** Lets the connection go. What happens from then on is not shown. */
  stop(): void
}

export interface SessionInspectorOptions {
  /** Where the times of messages come from. @default systemClock() */
  readonly clock?: Clock | undefined
}

/** Whose messages these are: the version of `@statelyai/inspect`. */
const VERSION = '0.7.2'

/**
 * Shows the session, its renewals and the actors of both to an inspector that knows the messages of `@statelyai/inspect`. What
 * leaves are the charts as they are shipped, and the fields that the machines' vocabularies name; everything else is dropped at
 * every depth, and so is a word of 32 characters and more.
 *
 * @example
 * createAuthSession({ backend, inspect: createSessionInspector(webSocketAdapter({ url: 'ws://localhost:8080' })) })
 *
 * @throws TypeError where the adapter is none.
 */
export function createSessionInspector(
  adapter: InspectorAdapter,
  { clock = systemClock() }: SessionInspectorOptions = {},
): SessionInspector {
  checkShape('createSessionInspector: adapter.send', Object(adapter).send, 'a function')
  const charts = readCharts()
  const page = Math.random().toString(36).slice(2, 8)
  const idOf = (sessionId: string) => `${page}.${textOf(sessionId)}`
  let count = 0
  let isOver = false
  adapter.start?.()

  return {
    next(inspected) {
      const { id, sessionId, _parent } = inspected.actorRef as AnyActorRef
      if (isOver || !charts.isActor(id)) return
      const envelope = () => ({
        id: `${page}.${++count}`,
        sessionId: idOf(sessionId),
        rootId: idOf(inspected.rootId),
        createdAt: String(clock.now()),
        _version: VERSION,
      })
      const { type } = inspected
      if (type === '@xstate.actor')
        adapter.send({
          ...envelope(),
          type,
          name: id,
          parentId: _parent && idOf(_parent.sessionId),
          definition: charts.definition(id),
          // XState tells of an actor before it has a state; the state is told next.
          snapshot: { status: 'active' },
        })
      if (type === '@xstate.event') {
        const { sourceRef, event } = inspected
        const sourceId = sourceRef && idOf((sourceRef as AnyActorRef).sessionId)
        adapter.send({ ...envelope(), type, sourceId, event: seenEvent(event, charts) })
      }
      if (type === '@xstate.snapshot') {
        const { event, snapshot } = inspected
        adapter.send({
          ...envelope(),
          type,
          event: seenEvent(event, charts),
          snapshot: seenSnapshot(snapshot, charts),
        })
      }
    },
    stop() {
      if (isOver) return
      isOver = true
      adapter.stop?.()
    },
  }
}

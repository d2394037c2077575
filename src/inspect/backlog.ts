import type { WireMessage } from './wire'

/** What an inspector that comes later is shown. */
export interface Backlog {
  keep(message: WireMessage): void
  all(): readonly WireMessage[]
}

const LIMIT = 500

/** The last messages, and before them that the actors which they are about have begun. */
export function createBacklog(limit: number = LIMIT): Backlog {
  const messages: WireMessage[] = []
  const over = new Set<string>()
  const isTold = (id: string) => messages.some(({ type, sessionId }) => type !== '@xstate.actor' && sessionId === id)
  const isNeeded = ({ type, sessionId: id }: WireMessage) => type === '@xstate.actor' && (!over.has(id) || isTold(id))

  const dropOldest = () => {
    const [dropped] = messages.splice(
      messages.findIndex((message) => !isNeeded(message)),
      1,
    )
    if (dropped?.type === '@xstate.actor') over.delete(dropped.sessionId)
  }
  return {
    keep(message) {
      messages.push(message)
      if (message.type === '@xstate.snapshot' && message.snapshot.status !== 'active') over.add(message.sessionId)
      if (messages.length > limit) dropOldest()
    },
    all: () => messages,
  }
}

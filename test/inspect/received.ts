import type { WireMessage } from 'xstate-auth-session/inspect'

/** What an inspector makes of its messages, with actors by name. */
export function readReceived(messages: readonly WireMessage[]) {
  const names = new Map(messages.flatMap((one) => (one.type === '@xstate.actor' ? [[one.sessionId, one.name]] : [])))
  const last = new Map<string, string>()
  const transitions = messages.flatMap((message) => {
    if (message.type !== '@xstate.snapshot') return []
    const { sessionId, event, snapshot } = message
    const from = last.get(sessionId) ?? ''
    const to = pathOf(snapshot.value ?? snapshot.status)
    last.set(sessionId, to)
    return [{ name: names.get(sessionId), event: event.type, from, to }]
  })
  const actors = messages.flatMap((message) => {
    if (message.type !== '@xstate.actor') return []
    const { name, parentId, rootId, definition } = message
    return [
      { name, parent: parentId === undefined ? 'nobody' : names.get(parentId), root: names.get(rootId), definition },
    ]
  })
  return { actors, of: (machine: string) => transitions.filter(({ name }) => name === machine) }
}

export function pathOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[parent, child] = ['', '']] = Object.entries(Object(value))
  return `${parent}.${pathOf(child)}`
}

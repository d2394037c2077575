import type { WireMessage } from 'xstate-auth-session/inspect'

const envelope = { rootId: 'page.x:0', createdAt: '0', _version: '0.7.2' }

/** An actor's beginning, and what becomes of it; the last message ends it where that is asked for. */
export function messagesOf(count: number, actor = 'x:0', ends = false): WireMessage[] {
  return Array.from({ length: count }, (_, index): WireMessage => {
    const common = { ...envelope, sessionId: `page.${actor}`, id: String(index + 1) }
    if (index === 0) {
      const snapshot = { status: 'active' } as const
      return { ...common, type: '@xstate.actor', name: actor, parentId: undefined, definition: '{}', snapshot }
    }
    const status = ends && index === count - 1 ? 'done' : 'active'
    return { ...common, type: '@xstate.snapshot', event: { type: 'told' }, snapshot: { status } }
  })
}

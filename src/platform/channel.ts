/** A word among sessions that share a store: "look again". It carries nothing, for the store is the truth. */
export interface Channel {
  /** Starts listening under `name`; `close` stops it. */
  open(name: string, listener: () => void): { post(): void; close(): void }
}

const rooms = new Map<string, Set<() => void>>()

/** A channel among the sessions of one process; like a browser's, it delivers later and never to the sender. */
export function processChannel(): Channel {
  return {
    open(name, listener) {
      const room = rooms.get(name) ?? new Set()
      rooms.set(name, room.add(listener))
      return {
        post() {
          for (const other of room) if (other !== listener) queueMicrotask(() => room.has(other) && other())
        },
        close() {
          room.delete(listener)
          if (room.size === 0) rooms.delete(name)
        },
      }
    },
  }
}

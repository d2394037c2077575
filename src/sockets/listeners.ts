import type { Callback } from '../session/signals'
import { checkShape } from '../shape'

type Listener = (event: never) => void

/** Who wants to hear of what, by its type. What a listener throws stops nobody else. */
export function createListeners<Events extends { [Type in keyof Events]: { readonly type: Type } }>(
  callback: Callback,
) {
  const all = new Set<readonly [type: keyof Events, listener: Listener]>()

  return {
    listeners<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void {
      checkShape('socket.on: listener', listener, 'a function')
      const entry = [type, listener] as const
      all.add(entry)
      return () => void all.delete(entry)
    },
    tell(event: Events[keyof Events]): void {
      for (const [type, listener] of [...all])
        if (type === event.type) callback(`socket.on('${String(type)}')`, listener as (event: unknown) => void, event)
    },
  }
}

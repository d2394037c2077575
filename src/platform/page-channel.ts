import type { Channel } from './channel'
import { storageEvents } from './web-area'

/**
 * A channel among the tabs of an origin: BroadcastChannel, or `storage` events where the platform has none.
 *
 * `open` throws where it has neither.
 */
export function pageChannel(): Channel {
  return { open: (name, listener) => (globalThis.BroadcastChannel ? openBroadcast : openStorage)(name, listener) }
}

const openBroadcast: Channel['open'] = (name, listener) => {
  const room = new BroadcastChannel(name)
  room.onmessage = listener
  // Node alone has it: a session that listens keeps no process alive.
  ;(room as { unref?(): void }).unref?.()
  return { post: () => room.postMessage(null), close: () => room.close() }
}

const openStorage: Channel['open'] = (name, listener) => {
  const area = globalThis.localStorage
  const key = `${name}.word`
  // WebKit tells a page only of an area that it has used itself.
  area.getItem(key)
  const close = storageEvents((changed) => changed === key)(listener)
  return {
    post() {
      // An event fires only where the value changes.
      area.setItem(key, String(Math.random()))
    },
    close,
  }
}

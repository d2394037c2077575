import type { SessionStorage } from '../platform/store'

/** A storage whose store answers no reader while its gate is shut. */
export function gateStorage(storage: SessionStorage) {
  let opened = Promise.resolve()
  let open = () => {}
  const gated: SessionStorage = (key) => {
    const store = storage(key)
    return { ...store, read: () => opened.then(() => store.read()) }
  }
  return {
    storage: gated,
    shut() {
      opened = new Promise((resolve) => {
        open = resolve
      })
    },
    open: () => open(),
  }
}

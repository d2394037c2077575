/** What the page tells other tabs, and what it names locks. */
export function overhear() {
  const messages: unknown[] = []
  const locks: string[] = []
  const { BroadcastChannel } = globalThis
  if (BroadcastChannel) {
    const { postMessage } = BroadcastChannel.prototype
    BroadcastChannel.prototype.postMessage = function (message: unknown) {
      messages.push([this.name, message])
      return postMessage.call(this, message)
    }
  }
  const { locks: manager } = navigator
  if (manager) {
    const request = manager.request.bind(manager) as (...given: unknown[]) => Promise<unknown>
    Object.defineProperty(manager, 'request', {
      value(name: string, ...given: unknown[]) {
        locks.push(name)
        return request(name, ...given)
      },
    })
  }
  return { messages, locks }
}

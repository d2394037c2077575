/** Calls back whenever the page, or the worker, is told that the network is back; elsewhere never. What it returns ends it. */
export function pageOnline(notify: () => void): () => void {
  const page = globalThis as Partial<typeof globalThis>
  page.addEventListener?.('online', notify)
  return () => page.removeEventListener?.('online', notify)
}

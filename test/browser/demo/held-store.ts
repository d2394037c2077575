import type { BrowserContext, Page } from 'playwright-core'

/** What a page keeps its session in, and when it answers. */
export interface HeldStore {
  /** It answers nobody from now on. */
  hold(): Promise<void>
  /** Whoever has asked is answered. */
  release(): Promise<void>
}

declare global {
  interface Window {
    letGo?: () => void
  }
}

/**
 * Over the IndexedDB of that origin: a transaction that writes makes all others wait, so a tab of its own, at `address`, keeps
 * one open by reading without end.
 */
export async function holdableStore(context: BrowserContext, address: string): Promise<HeldStore> {
  const page = await context.newPage()
  await page.goto(address)
  return { hold: () => hold(page), release: () => page.evaluate(() => window.letGo?.()) }
}

function hold(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((held, failed) => {
        let isHeld = true
        window.letGo = () => {
          isHeld = false
        }
        const opening = indexedDB.open('xstate-auth-session')
        opening.onupgradeneeded = () => void opening.result.createObjectStore('entries')
        opening.onerror = () => failed(opening.error)
        opening.onsuccess = () => {
          const entries = opening.result.transaction('entries', 'readwrite').objectStore('entries')
          const read = () => {
            const reading = entries.count()
            reading.onsuccess = () => {
              held()
              if (isHeld) read()
              else opening.result.close()
            }
          }
          read()
        }
      }),
  )
}

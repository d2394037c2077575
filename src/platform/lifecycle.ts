/** What a platform tells of pages, visibility and network. */
export interface LifecycleListener {
  /** The page is seen again, the network is back, the machine woke: look at the clock. */
  woke(): void
  /** It was frozen or in the back/forward cache: look at the store before anything is sent. */
  thawed(): void
  hid(): void
  /** About to be frozen, or to go into the back/forward cache: give back what others wait for. */
  froze(): void
  online(): void
}

/** The outside signals of one session, replaceable as a whole. */
export interface Lifecycle {
  /** Starts listening; what it returns stops it. */
  attach(listener: LifecycleListener): () => void
  /** `false` only where the platform knows that there is no network. */
  isOnline(): boolean
}

/** The page's own signals; on a server, nothing. */
export function pageLifecycle(): Lifecycle {
  const page = globalThis as Partial<typeof globalThis>
  return {
    isOnline: () => page.navigator?.onLine !== false,
    attach({ woke, thawed, hid, froze, online }) {
      const { document } = page
      if (!document || typeof page.addEventListener !== 'function') return () => {}
      const listening = new AbortController()
      const on = (source: Pick<EventTarget, 'addEventListener'>, type: string, run: (event: Event) => void) =>
        source.addEventListener(type, run, { signal: listening.signal })
      on(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? hid() : woke()))
      on(document, 'freeze', froze)
      on(document, 'resume', thawed)
      on(globalThis, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? thawed() : woke()))
      on(globalThis, 'pagehide', (event) => (event as PageTransitionEvent).persisted && froze())
      on(globalThis, 'focus', woke)
      on(globalThis, 'offline', woke)
      on(globalThis, 'online', online)
      if (document.visibilityState === 'hidden') hid()
      return () => listening.abort()
    },
  }
}

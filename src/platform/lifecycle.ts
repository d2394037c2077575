/** What a platform tells of pages, visibility and network. */
export interface LifecycleListener {
  /** The page is seen again, the network is back, the machine woke: look at the clock. */
  woke(): void
  /** It was frozen or in the back/forward cache: look at the store before anything is sent. */
  thawed(): void
  hid(): void
  /** About to be frozen: give back what others wait for. */
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

type Source = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** The page's own signals; on a server, nothing. */
export function pageLifecycle(): Lifecycle {
  const page = globalThis as Partial<typeof globalThis>
  return {
    isOnline: () => page.navigator?.onLine !== false,
    attach(listener) {
      const document = page.document as Document | undefined
      if (!document || typeof page.addEventListener !== 'function') return () => {}
      const window = globalThis as unknown as Source
      const woke = () => listener.woke()
      const signals: [Source, string, (event: Event) => void][] = [
        [
          document,
          'visibilitychange',
          () => (document.visibilityState === 'hidden' ? listener.hid() : listener.woke()),
        ],
        [document, 'freeze', () => listener.froze()],
        [document, 'resume', () => listener.thawed()],
        [window, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? listener.thawed() : woke())],
        [window, 'pagehide', (event) => (event as PageTransitionEvent).persisted && listener.froze()],
        [window, 'focus', woke],
        [window, 'offline', woke],
        [window, 'online', () => listener.online()],
      ]
      for (const [source, type, run] of signals) source.addEventListener(type, run)
      return () => {
        for (const [source, type, run] of signals) source.removeEventListener(type, run)
      }
    },
  }
}

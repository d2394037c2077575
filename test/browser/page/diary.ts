import type { AuthSession } from 'xstate-auth-session'

/** What a page has lived through, in order: its own signals, what its session sent, and what became of the session. */
export function createDiary() {
  const entries: string[] = []
  const note = (entry: string) => void entries.push(entry)
  const kept = ({ persisted }: PageTransitionEvent) => (persisted ? ' (kept)' : '')

  document.addEventListener('visibilitychange', () => note(document.visibilityState))
  for (const type of ['freeze', 'resume']) document.addEventListener(type, () => note(type))
  for (const type of ['offline', 'online']) addEventListener(type, () => note(type))
  for (const type of ['pagehide', 'pageshow'] as const) addEventListener(type, (event) => note(type + kept(event)))

  return {
    entries,
    note,

    /** The page's transport, overheard. */
    fetch: ((input, init) => {
      const { method, url, headers } = new Request(input, init)
      note(`sent ${method} ${new URL(url).pathname}${headers.has('authorization') ? ' with a token' : ''}`)
      return fetch(input, init)
    }) satisfies typeof fetch as typeof fetch,

    follow(session: AuthSession) {
      let last = ''
      session.subscribe(({ status }) => {
        if (status !== last) note(status)
        last = status
      })
      session.on('renewed', ({ stamp }) => note(`generation ${stamp.generation}`))
    },
  }
}

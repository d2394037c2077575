import { createSubscriber } from 'svelte/reactivity'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'

/** A part of a session's snapshot, to be read in either of Svelte's ways. */
export interface Selection<Selected> {
  /** For runes: read in an effect, a `$derived` or markup, it runs that again when it has changed. */
  readonly current: Selected
  /** The store contract, for `$selection`: calls back at once, and on every change; what it returns ends it. */
  subscribe(run: (selected: Selected) => void): () => void
}

/**
 * A part of a session's snapshot, outside of components too. It has changed when `compare` says so, by default when it is
 * another value; until then it is the same object to all who follow it. It listens only as long as somebody follows it.
 */
export function authSelection<Selected, User = unknown>(
  session: AuthSession,
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare: (a: Selected, b: Selected) => boolean = Object.is,
): Selection<Selected> {
  let last: { selected: Selected } | null = null
  const read = () => {
    const selected = selector(session.getSnapshot() as AuthSnapshot<User>)
    if (!last || !compare(last.selected, selected)) last = { selected }
    return last.selected
  }
  const follow = (tell: () => void) => {
    let told = read()
    return session.subscribe(() => {
      const selected = read()
      if (Object.is(told, selected)) return
      told = selected
      tell()
    })
  }
  const track = createSubscriber(follow)
  return {
    get current() {
      track()
      return read()
    },
    subscribe(run) {
      const stop = follow(() => run(read()))
      run(read())
      return stop
    },
  }
}

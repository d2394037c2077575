import type { SessionTag } from '../../machines'
import type { AuthSession } from '../auth-session'
import { keepStarted, refuseDisposed } from '../guards/keep-started'

const TAGS = {
  restoring: 1,
  anonymous: 1,
  authenticated: 1,
  refreshing: 1,
  queuedRetry: 1,
  expired: 1,
  loggedOut: 1,
  loggedIn: 1,
  notLoggedIn: 1,
  busy: 1,
} satisfies Record<SessionTag, 1>

const bound = new WeakSet<Element>()

/**
 * Shows a session by the attributes of a page: an element with `data-auth="expired anonymous"`, the root too, is `hidden` unless
 * the session has one of these tags, and the root carries the status as `data-auth-status`. A tag is a status, `loggedIn`,
 * `notLoggedIn` or `busy`. Elements that come later are shown so too; where one names a tag which there isn't, that is reported.
 * The session is kept started until what is returned is called, which leaves the page as it then is, without the status.
 *
 * @throws Error that names a tag which there isn't; where the root, or one around it or in it, is bound already. AuthSessionError
 * `disposed`, where the session has ended for good.
 */
export function bindAuthSession(root: Element, session: AuthSession): () => void {
  const { actor } = session
  refuseDisposed(session)
  for (let element: Element | null = root; element; element = element.parentElement) {
    if (bound.has(element)) throw new Error('bindAuthSession: the element has a session already')
  }
  for (const element of root.querySelectorAll('[data-auth-status]')) {
    if (bound.has(element)) throw new Error('bindAuthSession: an element in it has a session already')
  }
  const show = () => {
    const state = actor.getSnapshot()
    const { status } = session.getSnapshot()
    let problem: Error | null = null
    if (root.getAttribute('data-auth-status') !== status) root.setAttribute('data-auth-status', status)
    for (const element of [root, ...root.querySelectorAll('[data-auth]')]) {
      const tags = element.getAttribute('data-auth')?.split(/\s+/).filter(Boolean)
      if (!tags) continue
      const isShown = tags.some((tag) => state.hasTag(tag as SessionTag))
      if (element.hasAttribute('hidden') === isShown) element.toggleAttribute('hidden')
      problem ??= problemOf(tags)
    }
    // Only now: what stands behind it must not stay on the screen.
    if (problem) throw problem
  }
  show()
  bound.add(root)
  const unsubscribe = session.subscribe(show)
  const later = new MutationObserver(show)
  later.observe(root, { subtree: true, childList: true, attributeFilter: ['data-auth'] })
  const letGo = keepStarted(session)
  return () => {
    if (!bound.delete(root)) return
    unsubscribe()
    later.disconnect()
    letGo()
    root.removeAttribute('data-auth-status')
  }
}

function problemOf(tags: readonly string[]): Error | null {
  const wrong = tags.find((tag) => !Object.hasOwn(TAGS, tag))
  if (wrong === undefined) return null
  const all = Object.keys(TAGS).join(', ')
  return new Error(
    `bindAuthSession: there is no tag '${wrong}' as in data-auth="${tags.join(' ')}"; take some of ${all}`,
  )
}

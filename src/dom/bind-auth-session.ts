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
 * Shows a session by the attributes of a page: an element with `data-auth="expired anonymous"` is `hidden` unless the session
 * has one of these tags, and the root carries the status as `data-auth-status`. A tag is a status, `loggedIn`, `notLoggedIn` or
 * `busy`. Elements that come later are shown so too. The session is kept started until what is returned is called, which
 * leaves the page as it then is, without the status.
 *
 * @throws Error that names a tag which there isn't; where the root, or one around it, is bound already. AuthSessionError
 * `disposed`, where the session has ended for good.
 */
export function bindAuthSession(root: Element, session: AuthSession): () => void {
  const { actor } = session
  refuseDisposed(session)
  for (let element: Element | null = root; element; element = element.parentElement) {
    if (bound.has(element)) throw new Error('bindAuthSession: the element has a session already')
  }
  const show = () => {
    const state = actor.getSnapshot()
    const { status } = session.getSnapshot()
    if (root.getAttribute('data-auth-status') !== status) root.setAttribute('data-auth-status', status)
    for (const element of root.querySelectorAll<HTMLElement>('[data-auth]')) {
      const isShown = tagsOf(element).some((tag) => state.hasTag(tag))
      if (element.hidden === isShown) element.hidden = !isShown
    }
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

function tagsOf(element: Element): SessionTag[] {
  const names = (element.getAttribute('data-auth') ?? '').split(/\s+/).filter(Boolean)
  return names.map((name) => {
    if (!Object.hasOwn(TAGS, name))
      throw new Error(
        `bindAuthSession: there is no tag '${name}' as in data-auth="${names.join(' ')}"; take some of ${Object.keys(TAGS).join(', ')}`,
      )
    return name as SessionTag
  })
}

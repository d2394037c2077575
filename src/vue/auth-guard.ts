import type { AuthSession } from '../auth-session'
import { settledStatus } from '../guards/settled-status'

/** As much of Vue Router's route as is needed here. */
export interface GuardedRoute {
  readonly path: string
  readonly fullPath: string
  readonly meta: Readonly<Record<PropertyKey, unknown>>
}

/** Where a navigation goes instead. */
export interface LoginLocation {
  readonly path: string
  readonly query: Record<string, string>
}

export interface AuthGuardOptions<Route extends GuardedRoute = GuardedRoute> {
  /** Path of the page where one logs in; it is never guarded itself. */
  readonly login: string
  /** Whether a route is for those who are logged in. Default: its `meta.requiresAuth` is true. */
  readonly needsLogin?: ((to: Route) => boolean) | undefined
  /** The query parameter that carries the return path to the login page. Default `redirect`. */
  readonly returnParameter?: string | undefined
}

/**
 * A guard for `router.beforeEach`. It waits until the session is no longer restoring, so that F5 leads nobody to the login page
 * who is logged in; without a login it leads there, with the path to return to. Only navigations are guarded: whoever is on a
 * page as the session ends stays on it. On a server, where nobody can know, everyone passes.
 */
export function authGuard<Route extends GuardedRoute>(
  session: AuthSession,
  { login, needsLogin = requiresAuth, returnParameter = 'redirect' }: AuthGuardOptions<Route>,
): (to: Route) => Promise<true | LoginLocation> {
  return async (to) => {
    if (to.path === login || !needsLogin(to) || !('document' in globalThis)) return true
    await settledStatus(session)
    return session.getSnapshot().loggedIn || { path: login, query: { [returnParameter]: to.fullPath } }
  }
}

/** The path to go to after a login, from what the query of the login page holds; `otherwise` where that is no path of this app. */
export function returnPath(value: unknown, otherwise = '/'): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\t\n\r]*$/.test(value) ? value : otherwise
}

const requiresAuth = ({ meta }: GuardedRoute) => meta['requiresAuth'] === true

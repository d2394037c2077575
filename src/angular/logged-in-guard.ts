import { inject, NgZone } from '@angular/core'
import { type CanActivateFn, Router } from '@angular/router'
import { settledStatus } from '../guards/settled-status'
import { injectProvided, isBrowser } from './provide-auth-session'

export interface LoggedInGuardOptions {
  /** Where those go who are not logged in: a path of the app. Default `/login`. */
  readonly loginPath?: string | undefined
  /** The query parameter that brings there the path to return to. Default `returnTo`. */
  readonly returnParam?: string | undefined
}

/**
 * Lets those pass who are logged in, and leads others to the login; it waits until the session is no longer restoring. On a
 * server, where nobody can know, everyone passes.
 */
export function loggedInGuard({
  loginPath = '/login',
  returnParam = 'returnTo',
}: LoggedInGuardOptions = {}): CanActivateFn {
  return async (_, { url }) => {
    const { session } = injectProvided('loggedInGuard')
    const router = inject(Router)
    if (!isBrowser()) return true
    await inject(NgZone).runOutsideAngular(() => settledStatus(session))
    if (session.getSnapshot().loggedIn) return true
    const login = router.parseUrl(loginPath)
    login.queryParams = { ...login.queryParams, [returnParam]: url }
    return login
  }
}

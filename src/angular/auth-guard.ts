import { inject, NgZone } from '@angular/core'
import { type CanActivateFn, Router } from '@angular/router'
import { settledStatus } from '../guards/settled-status'
import { injectProvided } from './provided'

export interface AuthGuardOptions {
  /** Path of the page where one logs in; don't guard it. */
  readonly login: string
  /** The query parameter that carries the return path to the login page. Default `redirect`. */
  readonly returnParameter?: string | undefined
}

/**
 * A guard for `canActivate`. It waits until the session is no longer restoring, so that F5 leads nobody to the login page who
 * is logged in; without a login it leads there, with the path to return to. Only navigations are guarded: whoever is on a
 * page as the session ends stays on it. On a server, where nobody can know, everyone passes.
 */
export function authGuard({ login, returnParameter = 'redirect' }: AuthGuardOptions): CanActivateFn {
  return async (_, { url }) => {
    const { session, isBrowser } = injectProvided('authGuard')
    const router = inject(Router)
    if (!isBrowser) return true
    await inject(NgZone).runOutsideAngular(() => settledStatus(session))
    if (session.getSnapshot().loggedIn) return true
    const target = router.parseUrl(login)
    target.queryParams = { ...target.queryParams, [returnParameter]: url }
    return target
  }
}

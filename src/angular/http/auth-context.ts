import { HttpContext, HttpContextToken } from '@angular/common/http'
import type { AuthRequestInit } from '../../requests/fetch'

/** What one request asks of the session. */
export interface AuthRequestOptions {
  /**
   * `'auto'` (default): a token where the origin is listed and a session exists. `'required'`: fails with `anonymous` or
   * `logged_out` without one. `'omit'`: untouched.
   */
  readonly auth?: AuthRequestInit['auth']
  /** Keep the request through the end of the session until the same user has logged in again, at most `queue.holdFor`. */
  readonly hold?: boolean | undefined
}

export const OPTIONS = new HttpContextToken<AuthRequestOptions>(() => ({}))

/** The `context` of a request: `http.get(url, { context: authContext({ auth: 'required' }) })`. */
export function authContext(options: AuthRequestOptions, context: HttpContext = new HttpContext()): HttpContext {
  return context.set(OPTIONS, options)
}

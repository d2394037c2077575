import type { AuthRequestInit } from '../requests/fetch'

/** What a request of an axios instance with a session may ask of it: `axios.get(url, { session: { auth: 'required' } })`. */
export interface SessionRequestOptions {
  /** As for `session.fetch`. axios' own `auth` is HTTP Basic, and such a request goes out untouched. */
  readonly auth?: AuthRequestInit['auth']
  /** As for `session.fetch`. While it is held no `timeout` counts. */
  readonly hold?: AuthRequestInit['hold']
}

declare module 'axios' {
  interface AxiosRequestConfig {
    session?: SessionRequestOptions | undefined
  }
}

import type { AuthBackend } from '../backends/backend'
import { simpleJwt } from '../backends/simple-jwt'
import { LAYOUTS, type Target } from './target'

/** By which backend the server is spoken with. */
export type Kind = 'simpleJwt' | 'slidingHeader' | 'cookieSession' | 'oauth2'

/** What was found out about the server, as far as it goes. */
export interface KnownServer {
  readonly baseUrl: string
  /** `null`: by none of those that there are, or nothing was found out. */
  readonly kind: Kind | null
  readonly paths: {
    readonly login: string
    readonly refresh: string
    /** `null`: there is none. */
    readonly logout: string | null
    readonly logoutEverywhere: string | null
  }
  readonly fields: Readonly<Record<'username' | 'password' | 'access' | 'refresh', string>>
  /** In the `Authorization` header. */
  readonly scheme: string
  /** Whether a renewal brings a new refresh token; `null`: not seen. */
  readonly rotates: boolean | null
  /** The header that brings a successor of the access token. */
  readonly successorHeader: string | null
  /** How resources refuse a bad token, where not by 401. */
  readonly refusal: { readonly status: number; readonly code: string | null } | null
  /** The name of the cookie that holds a CSRF token. */
  readonly csrfCookie: string | null
  readonly oauth: { readonly issuer: string; readonly clientId: string | null } | null
}

/** Before anything was asked. */
export function unknownServer({ baseUrl, paths }: Target): KnownServer {
  const layout = LAYOUTS.find(({ login }) => login === paths.login) ?? LAYOUTS[0]
  const { login, refresh, logout } = { ...(layout as (typeof LAYOUTS)[number]), ...paths }
  return {
    baseUrl,
    kind: null,
    paths: { login, refresh, logout, logoutEverywhere: paths.logoutEverywhere ?? null },
    fields: { username: 'username', password: 'password', access: 'access', refresh: 'refresh' },
    scheme: 'Bearer',
    rotates: null,
    successorHeader: null,
    refusal: null,
    csrfCookie: null,
    oauth: null,
  }
}

/** The very backend that is recommended: the doctor speaks through it. */
export function backendOf({ baseUrl, paths, fields, scheme }: KnownServer): AuthBackend {
  const { login, refresh, logout, logoutEverywhere } = paths
  return simpleJwt({
    baseUrl,
    scheme,
    paths: { login, refresh, logout, ...(logoutEverywhere !== null && { logoutEverywhere }) },
    fields: { access: fields.access, refresh: fields.refresh },
  })
}

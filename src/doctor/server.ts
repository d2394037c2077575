import { LAYOUTS, type Target } from './target'

/** By which backend the server is spoken with. */
export type Kind = 'simpleJwt' | 'slidingHeader' | 'cookieSession' | 'oauth2'

/** How a server tells its own pages from others. */
export interface KnownCsrf {
  /** The readable cookie that holds the token, and the header that carries it. */
  readonly cookie: string
  readonly header: string
  /** A view that sets the cookie when it is asked by GET; `null`: none was found. */
  readonly path: string | null
}

export interface KnownOauth {
  /** `null`: it publishes no metadata. */
  readonly issuer: string | null
  /** Where its metadata are. */
  readonly discovery: 'oidc' | 'oauth2'
  readonly clientId: string | null
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | null
  /** What the password grant asks for. */
  readonly scope: string | null
}

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
  /** How long before a token's end successors come, at least; ms. `null`: all its life, or not seen. */
  readonly window: number | null
  /** Whether the refresh view takes the one token that there is. */
  readonly renewsToken: boolean
  /** How resources refuse a bad token, where not by 401. */
  readonly refusal: { readonly status: number; readonly code: string | null } | null
  /** A resource that wants a token: its path, or its address where that is of another origin. */
  readonly resource: string | null
  /** Where the access token is, of those that keep tokens in cookies. */
  readonly access: 'body' | 'cookie'
  readonly csrf: KnownCsrf | null
  /** The readable cookie that is there while a login may be. */
  readonly hintCookie: string | null
  /** Whether answers to logins tell the user. */
  readonly tellsUser: boolean
  readonly oauth: KnownOauth | null
}

/** Before anything was asked. */
export function unknownServer({ baseUrl, paths }: Target): KnownServer {
  const layout = LAYOUTS.find(({ login }) => login === paths.login) ?? besides(paths.login) ?? LAYOUTS[0]
  const { login, refresh, logout } = { ...(layout as (typeof LAYOUTS)[number]), ...paths }
  return {
    baseUrl,
    kind: null,
    paths: { login, refresh, logout, logoutEverywhere: paths.logoutEverywhere ?? null },
    fields: { username: 'username', password: 'password', access: 'access', refresh: 'refresh' },
    scheme: 'Bearer',
    rotates: null,
    successorHeader: null,
    window: null,
    renewsToken: false,
    refusal: null,
    resource: null,
    access: 'body',
    csrf: null,
    hintCookie: null,
    tellsUser: false,
    oauth: null,
  }
}

/** Where `…/login/` is, `…/refresh/` and `…/logout/` are often found. */
function besides(login: string | undefined): (typeof LAYOUTS)[number] | null {
  const [, folder, slash] = /^(.*\/)log-?in(\/?)$/.exec(login ?? '') ?? []
  if (login === undefined || folder === undefined) return null
  return { login, refresh: `${folder}refresh${slash}`, logout: `${folder}logout${slash}` }
}

/** A test user's; the names of the fields are the server's to say. */
export interface TestCredentials {
  readonly username: string
  readonly password: string
}

/** What a visit is told beforehand. */
export interface Target {
  /** Without a slash at the end. */
  readonly baseUrl: string
  /** Where the server is known to have its views. */
  readonly paths: Partial<
    Readonly<
      Record<
        'login' | 'refresh' | 'logout' | 'logoutEverywhere' | 'resource' | 'tokenEndpoint' | 'revocationEndpoint',
        string
      >
    >
  >
  /** The origin of the app's pages. */
  readonly origin: string | null
  /** Names the app to an OAuth server. */
  readonly clientId: string | null
}

/** Views that are found together; what a project calls its own is told by options. */
export const LAYOUTS: readonly Readonly<Record<'login' | 'refresh' | 'logout', string>>[] = [
  { login: '/api/token/', refresh: '/api/token/refresh/', logout: '/api/token/blacklist/' },
  { login: '/auth/jwt/create/', refresh: '/auth/jwt/refresh/', logout: '/auth/jwt/blacklist/' },
  { login: '/dj-rest-auth/login/', refresh: '/dj-rest-auth/token/refresh/', logout: '/dj-rest-auth/logout/' },
  { login: '/api/auth/login/', refresh: '/api/auth/refresh/', logout: '/api/auth/logout/' },
  { login: '/api/session/login/', refresh: '/api/session/refresh/', logout: '/api/session/logout/' },
  {
    login: '/api/cookie-session/login/',
    refresh: '/api/cookie-session/refresh/',
    logout: '/api/cookie-session/logout/',
  },
  { login: '/api-token-auth/', refresh: '/api-token-refresh/', logout: '/api/logout/' },
  { login: '/api/login/', refresh: '/api/refresh/', logout: '/api/logout/' },
]

/** Resources that want a token, as they are often called. */
export const RESOURCES = ['/api/me/', '/api/users/me/', '/auth/users/me/', '/dj-rest-auth/user/', '/api/user/']

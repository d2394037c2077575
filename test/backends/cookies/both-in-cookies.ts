/** `cookieSession` options for where the access token is in a cookie as well. */
export const bothInCookies = {
  access: 'cookie',
  paths: {
    login: '/api/cookie-session/login/',
    refresh: '/api/cookie-session/refresh/',
    logout: '/api/cookie-session/logout/',
  },
} as const

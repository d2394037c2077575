import { expect, test } from 'vitest'
import { cookieSession, simpleJwt, slidingHeader, withUser } from 'xstate-auth-session/backends'

const baseUrl = 'https://api.example.com'

test.each<[string, (path: string) => unknown]>([
  ['simpleJwt: paths.login', (login) => simpleJwt({ baseUrl, paths: { login } })],
  ['simpleJwt: paths.logoutEverywhere', (logoutEverywhere) => simpleJwt({ baseUrl, paths: { logoutEverywhere } })],
  ['simpleJwt: logins.google', (google) => simpleJwt({ baseUrl, logins: { google } })],
  ['slidingHeader: paths.logout', (logout) => slidingHeader({ baseUrl, paths: { logout } })],
  ['slidingHeader: keepAlive', (keepAlive) => slidingHeader({ baseUrl, keepAlive })],
  ['slidingHeader: refreshPath', (refreshPath) => slidingHeader({ baseUrl, refreshPath })],
  ['cookieSession: paths.refresh', (refresh) => cookieSession({ baseUrl, paths: { refresh } })],
  ['cookieSession: csrf.path', (path) => cookieSession({ baseUrl, csrf: { path } })],
  ['cookieSession: logins.google', (google) => cookieSession({ baseUrl, logins: { google } })],
  ['withUser: path', (path) => withUser(simpleJwt({ baseUrl }), { path })],
])('%s leads to no other host', (name, create) => {
  const wrong = [
    'api/token/',
    '.example.net/',
    '@example.net/',
    '//example.net/',
    '/\\example.net/',
    '/\t/example.net/',
  ]
  for (const path of wrong) expect(() => create(path)).toThrow(`${name} must be a path that begins with one slash`)
  expect(() => create('/api/token/?next=/')).not.toThrow()
})

import { type AuthBackend, type AuthSession, createAuthSession } from 'xstate-auth-session'
import { loginPath, simpleJwt } from 'xstate-auth-session/backends'

const session = createAuthSession({ backend: simpleJwt({ baseUrl: 'https://api.example.com' }) })
session.login({ username: 'ada', password: 'lovelace' })
session.login('password', { username: 'ada', password: 'lovelace' })
// @ts-expect-error a password is missing
session.login({ username: 'ada' })
// @ts-expect-error there is no such login
session.login('google', { access_token: 't' })

const social = createAuthSession({
  backend: simpleJwt({
    baseUrl: 'https://api.example.com',
    logins: { google: loginPath<{ access_token: string }>('/api/social/google/'), facebook: '/api/social/facebook/' },
  }),
})
social.login('google', { access_token: 't' })
social.login('facebook', { code: 't' })
// @ts-expect-error the token goes by another name
social.login('google', { token: 't' })

// @ts-expect-error without a `status`, it must be said what refuses a token
session.withToken(async () => 'text')
session.withToken(async () => 'text', { isUnauthorized: () => false })
session.withToken(async () => ({ status: 200 }))

// A session with logins of its own is a session like any other.
const any: AuthSession = social
any.logout()
const backend: AuthBackend = simpleJwt({ baseUrl: 'https://api.example.com' })
createAuthSession({ backend })

import { type AuthBackend, createAuthSession } from 'xstate-auth-session'
import {
  type PasswordCredentials,
  type StandardSchema,
  simpleJwt,
  slidingHeader,
  withUser,
} from 'xstate-auth-session/backends'

interface Me {
  readonly id: number
  readonly name: string
}
declare const me: StandardSchema<Me>
const jwt = simpleJwt({ baseUrl: 'https://api.example.com' })

const session = createAuthSession({ backend: withUser(jwt, { schema: me }) })
const user: Me | null = session.getSnapshot().user
session.subscribe(({ user }) => user?.name.toUpperCase())
// @ts-expect-error nobody may be logged in
session.getSnapshot().user.name
// @ts-expect-error a user has no such field
session.getSnapshot().user?.email

// The logins stay what they were.
session.login({ username: 'ada', password: 'lovelace' })
// @ts-expect-error a password is missing
session.login({ username: 'ada' })

const sliding = createAuthSession({
  backend: withUser(slidingHeader({ baseUrl: '' }), { from: 'claims', schema: me }),
})
const name: string | undefined = sliding.getSnapshot().user?.name

// Without a schema the backend types the user, or nobody does.
declare const custom: AuthBackend<{ password: PasswordCredentials }, Me>
const known: Me | null = createAuthSession({ backend: withUser(custom, { path: '/api/profile/' }) }).getSnapshot().user
const same: Me | null = createAuthSession({ backend: custom }).getSnapshot().user
const unknown = createAuthSession({ backend: withUser(jwt) }).getSnapshot().user
// @ts-expect-error it may be anything
unknown.name

export { known, name, same, user }

import { createAuthSession, type LoginMethods } from 'xstate-auth-session'
import { type CustomOptions, custom } from 'xstate-auth-session/backends'

const rest = {
  kind: 'toy',
  baseUrl: 'https://api.example.com',
  renew: async (_, call) => call({ url: '/renew' }),
  grant: () => undefined,
  final: { renewal: [{ status: 401 }] },
} satisfies Omit<CustomOptions<LoginMethods>, 'logins'>

const session = createAuthSession({
  backend: custom({
    ...rest,
    logins: {
      password: (credentials: { email: string; password: string }, call) =>
        call({ url: '/login', method: 'POST', body: JSON.stringify(credentials) }),
      guest: (_: object, call) => call({ url: '/login/guest' }),
      code: ({ code }: { code: string }, call) => call({ url: `/login/${code}` }),
    },
  }),
})
session.login({ email: 'ada@example.com', password: 'lovelace' })
session.login('code', { code: '1234' })
session.login('guest', {})
// @ts-expect-error a password is missing
session.login({ email: 'ada@example.com' })
// @ts-expect-error there is no such login
session.login('google', { code: '1234' })

// @ts-expect-error it can't be renewed
custom({ kind: 'toy', baseUrl: '', grant: rest.grant, final: rest.final, logins: {} })
custom({ ...rest, logins: {}, rotation: undefined, revoke: undefined, unauthorized: undefined, tokens: 'jwt' })

import { cut, dropped, echoing, echoingFields, garbage, page, redirecting, unfit } from './echoes'
import { ada, grace, provided } from './planted'
import { type Fault, paths } from './wire'
import type { Session, World } from './world'

const refusals: readonly Fault[] = [
  ...[400, 401, 403, 404, 408, 429, 500, 503].map(echoing),
  ...[echoingFields, dropped, cut, page, redirecting, garbage, unfit],
]

const { username, password } = ada

/** Every way to log in, refused in every way, and in the end taken. */
export async function logIn(session: Session, { wire, outcome }: World) {
  for (const refusal of refusals) {
    wire.next(paths.login, refusal)
    await outcome('login', session.login({ username, password }))
    wire.next(paths.google, refusal)
    await outcome('login by google', session.login('google', provided))
  }
  await outcome('a login that is none', session.login('nowhere' as 'google', provided))
  await outcome(
    'a login that another overtakes',
    Promise.all([session.login({ username, password: grace.password }), session.login('google', provided)]),
  )
  await session.login('password', { username, password })
}

/** Tokens from elsewhere: some that are none, and those of either user. */
export async function bringTokens(session: Session, { wire, outcome }: World) {
  const tokens = await wire.tokensOf(ada)
  const { accessToken } = tokens
  for (const bad of [`${accessToken}\n`, `${accessToken}ü`, `${accessToken.slice(0, -50)}.`, ''])
    await outcome('setTokens', session.setTokens({ accessToken: bad, refreshToken: accessToken }))
  await outcome('setTokens', session.setTokens({ accessToken, refreshToken: `${accessToken} ` }))
  await session.setTokens({ ...tokens, user: { id: ada.subject, email: ada.email } })
  await session.setTokens({ ...(await wire.tokensOf(grace)), subject: grace.subject })
  await session.login({ username, password })
}

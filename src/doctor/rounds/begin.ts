import { hasAnswered } from '../caller'
import type { Holding } from '../holding'
import { type Login, logIn } from '../probes/login'
import { grantByPassword } from '../probes/password-grant'
import { speak } from '../speech'
import type { Rounds } from '../visit'

/** One more login of the test user; `null` where none comes. */
export async function begin(rounds: Rounds): Promise<Holding | null> {
  if (rounds.server.kind === 'oauth2') return (await grantByPassword(rounds))?.held ?? null
  const login = await logIn(rounds)
  return login && holdingOf(rounds, login)
}

/** What a login left in hand, as far as the server's kind counts it. */
export function holdingOf({ server, secrets, now }: Rounds, { observed, tokens, cookies }: Login): Holding | null {
  if (server.kind !== 'cookieSession') return tokens && { ...tokens, cookies: [] }
  if (!hasAnswered(observed)) return null
  const grant = speak(server, { cookies }, now).speaker.grant(observed)
  if (!grant) return null
  const { accessToken, refreshToken = null, expiresIn = null } = grant
  secrets.keep(tokens?.accessToken)
  return { accessToken, refreshToken, expiresIn, cookies }
}

import { refreshCookieIn } from '../cookies'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Holding } from '../holding'
import { lifeOf } from '../jwt'
import { inWords } from '../spans'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Counted from the token's own claims, so that no clock matters. */
export function judgeAccessLife({ accessToken, expiresIn, refreshToken }: Omit<Holding, 'cookies'>): Finding {
  const life = expiresIn ?? lifeOf(accessToken)
  const id = 'lifetime.access'
  if (life === null)
    return warn(
      id,
      'it does not say when it ends',
      'give tokens an exp, or say expires_in: without one every end is met by a 401',
    )
  const seen = inWords(life)
  if (life <= 0)
    return fail(id, 'it has ended before it came', 'check the lifetime that is set, and the clocks of the servers')
  if (life < MINUTE) return warn(id, seen, 'let it live some minutes: each end costs a renewal')
  if (life <= HOUR) return pass(id, seen)
  return warn(
    id,
    seen,
    refreshToken === null
      ? 'shorten it, and have something renew it: whoever gets hold of it has it for as long'
      : 'shorten it to minutes: it outlives a logout, and renewals cost the user nothing',
  )
}

export function judgeRefreshLife({ refreshToken, cookies }: Pick<Holding, 'refreshToken' | 'cookies'>): Finding {
  const id = 'lifetime.refresh'
  if (refreshToken === null) return skip(id, 'there is no refresh token to see')
  const cookie = refreshCookieIn(cookies)
  const life = lifeOf(cookie?.value ?? refreshToken) ?? cookie?.life ?? null
  if (life === null) return pass(id, 'the refresh token does not say; the server does, when it refuses it')
  const seen = inWords(life)
  if (life < HOUR) return warn(id, seen, 'let it live for as long as a user may stay away')
  if (life > 90 * DAY) return warn(id, seen, 'shorten it: with rotation it counts from the last renewal')
  return pass(id, seen)
}

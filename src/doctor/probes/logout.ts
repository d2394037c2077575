import { hasAnswered, type Observed } from '../caller'
import { type Finding, fail, pass, skip, warn } from '../finding'
import type { Kind } from '../server'
import { cureFor, wordsFor } from '../silence'
import { inWords } from '../spans'
import type { Speaker } from '../speaker'
import type { Renewal } from './rotation'

/** A logout, and what came of the refresh token that it revoked. */
export interface Logout {
  readonly path: string
  readonly observed: Observed
  readonly isRevoked: boolean
  /** A renewal with what was revoked; `null` where nothing was. */
  readonly after: Renewal | null
  readonly kind: Kind | null
}

const TAKING: Readonly<Record<Kind, string>> = {
  simpleJwt: 'let it take { refresh } and the bearer, and answer 2xx',
  slidingHeader: 'let it take the bearer, and answer 2xx',
  cookieSession: 'let it take the cookies, and answer 2xx',
  oauth2: 'let it take token and client_id, and answer 200 (RFC 7009, section 2)',
}

const ENDING: Readonly<Record<Kind, string>> = {
  simpleJwt: 'see that the blacklist app is installed and migrated',
  slidingHeader: 'have it refuse the token from then on',
  cookieSession: 'have it end the refresh token as well, for copies of the cookie',
  oauth2: 'have it end the refresh token and its grant (RFC 7009, section 2.1)',
}

export function hasRevoked(observed: Observed, backend: Pick<Speaker, 'isRevoked'>): boolean {
  if (!hasAnswered(observed)) return false
  const { status } = observed
  return (status >= 200 && status < 300) || (backend.isRevoked?.(observed) ?? false)
}

/** No view there, rather than one that says no. */
export const isNowhere = (observed: Observed) => hasAnswered(observed) && [404, 405].includes(observed.status)

export function judgeLogout({ path, observed, isRevoked, after, kind }: Logout): Finding {
  const id = 'logout'
  if (!hasAnswered(observed)) return fail(id, `${path}: ${wordsFor(observed)}`, cureFor(observed))
  const { status } = observed
  if (isNowhere(observed))
    return fail(
      id,
      `there is none at ${path} (${status})`,
      'offer a view that blacklists the refresh token, or name yours by --logout',
    )
  if (!isRevoked) return fail(id, `${path} answers ${status}`, TAKING[kind ?? 'simpleJwt'])
  if (!after || !hasAnswered(after.observed))
    return skip(id, `${path} answers ${status}; whether it did anything was not seen`)
  if (after.isRefused) return pass(id, `${path} ends it`)
  return fail(id, `${path} answers ${status}, but the refresh token lives on`, ENDING[kind ?? 'simpleJwt'])
}

export function judgeAfterLogout(access: Observed | null, life: number | null): Finding {
  const id = 'logout.access'
  if (!access || !hasAnswered(access)) return skip(id, 'no resource to try it on')
  if (access.status === 401) return pass(id, 'it ends with the logout')
  if (access.status >= 300) return skip(id, `the resource answers ${access.status}`)
  if (life === null) return warn(id, 'for nobody knows how long', 'give access tokens an end')
  const seen = `until its own end, ${inWords(life)} at most`
  return life > 3_600 ? warn(id, seen, 'shorten the life of access tokens to minutes') : pass(id, seen)
}

/** `other`: a renewal of another login of the same user. */
export function judgeOthers(other: Renewal | null): Finding {
  const id = 'logout.others'
  if (!other || !hasAnswered(other.observed)) return skip(id, 'there was no other login to see')
  if (other.next) return pass(id, 'yes')
  if (other.isRefused)
    return warn(id, 'no: another login of the same user has ended', 'revoke the login’s own refresh token alone')
  return skip(id, `the other login’s renewal was answered by ${other.observed.status}`)
}

export function judgeEverywhere(observed: Observed, other: Renewal | null): Finding {
  const id = 'logout.everywhere'
  if (!hasAnswered(observed)) return fail(id, wordsFor(observed), cureFor(observed))
  const { status } = observed
  if (status >= 300) return fail(id, `${status}`, 'let it take the bearer, and answer 2xx')
  if (!other) return skip(id, `${status}; there was no other login to see`)
  if (other.isRefused) return pass(id, 'it does')
  return fail(
    id,
    `${status}, but another login lives on`,
    'blacklist every refresh token of the user, those of renewals too',
  )
}

/** A logout of the one token that there is, and what a resource said of it then. */
export interface TokenLogout extends Omit<Logout, 'after' | 'kind'> {
  readonly after: Observed | null
  /** s that a token lives. */
  readonly life: number | null
}

export function judgeTokenLogout({ path, observed, isRevoked, after, life }: TokenLogout): Finding {
  const id = 'logout'
  const until = `a token that was logged out lives on${life === null ? '' : `, ${inWords(life)} at most`}`
  if (!hasAnswered(observed)) return fail(id, `${path}: ${wordsFor(observed)}`, cureFor(observed))
  const { status } = observed
  if (!isRevoked)
    return warn(
      id,
      `none that takes the token: ${path} answers ${status}; ${until}`,
      'offer a view that ends the token, or name yours by --logout',
    )
  if (!after || !hasAnswered(after)) return skip(id, `${path} answers ${status}; whether it did anything was not seen`)
  if (after.status === 401) return pass(id, `${path} ends it`)
  return warn(id, `${path} answers ${status}, but ${until}`, ENDING.slidingHeader)
}

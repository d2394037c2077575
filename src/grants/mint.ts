import { jwtDecode } from 'jwt-decode'
import { type LastLogin, planToken, type SchedulePolicy, type Stamp } from '../../machines'
import type { AuthBackend, Grant } from '../backends/backend'
import { Credentials } from '../credentials'
import { AuthSessionError } from '../errors'
import type { StoredSession } from '../platform/record'
import type { Skew } from './skew'

/** Where a grant comes from. Times in ms. */
export interface GrantOrigin {
  readonly stamp: Stamp
  readonly sentAt: number
  readonly receivedAt: number
  /** The generation before it, in the same login. */
  readonly previous?: Credentials | null
  readonly lastLogin?: LastLogin | null
  /** `given`: by the app, so its `iat` tells nothing about the clocks. */
  readonly by: 'login' | 'renewal' | 'header' | 'given'
}

type Claims = Readonly<Record<string, unknown>>

/** Makes credentials of grants and of stored records. */
export class Mint {
  readonly #backend: AuthBackend
  readonly #policy: SchedulePolicy
  readonly #skew: Skew
  readonly #random: () => number

  constructor(backend: AuthBackend, policy: SchedulePolicy, skew: Skew, random: () => number) {
    this.#backend = backend
    this.#policy = policy
    this.#skew = skew
    this.#random = random
  }

  /** @throws AuthSessionError `malformed_grant` that says what is wrong with it. */
  fromGrant(grant: Grant | undefined, origin: GrantOrigin): Credentials {
    const { previous = null, sentAt, receivedAt, by } = origin
    const accessToken = checkedToken('accessToken', grant?.accessToken)
    const fresh = grant?.refreshToken ? checkedToken('refreshToken', grant.refreshToken) : null
    if (by === 'renewal' && fresh === null && this.#backend.rotation === 'always')
      throw malformed("no new refresh token came, though the backend's rotation is 'always'")
    const claims = decode(accessToken)
    const issued = seconds(by === 'login' ? claims?.['iat'] : by === 'renewal' ? rotatedAt(fresh, claims) : undefined)
    if (issued !== null) this.#skew.sample(issued, sentAt, receivedAt, 'iat')
    const expiresIn = grant?.expiresIn
    if (expiresIn !== undefined && !(Number.isFinite(expiresIn) && expiresIn >= 0))
      throw malformed('expiresIn must be a number of seconds')
    const expiresAt = expiresIn === undefined ? this.#moment(claims?.['exp']) : sentAt + expiresIn * 1_000
    if (expiresAt === null && this.#backend.tokens === 'jwt') throw malformed('the access token is no JWT with an exp')
    const refreshToken = fresh ?? previous?.refreshToken ?? null
    return this.#make({
      stamp: origin.stamp,
      accessToken,
      refreshToken,
      sentAt,
      expiresAt,
      refreshExpiresAt: fresh === null ? (previous?.refreshExpiresAt ?? null) : this.#moment(decode(fresh)?.['exp']),
      user: grant?.user ?? previous?.user ?? null,
      claims,
      subject: grant?.subject ?? subjectOf(claims) ?? previous?.subject ?? null,
      lastLogin: origin.lastLogin ?? previous?.lastLogin ?? null,
      byRenewal: by === 'renewal',
    })
  }

  fromRecord(record: StoredSession): Credentials {
    const claims = decode(record.accessToken)
    const refresh = record.refreshToken === null ? null : decode(record.refreshToken)
    const { epoch, generation, accessToken, refreshToken, sentAt, user = null, lastLogin = null } = record
    return this.#make({
      stamp: { epoch, generation },
      accessToken,
      refreshToken,
      sentAt,
      expiresAt: record.expiresAt ?? this.#moment(claims?.['exp']),
      refreshExpiresAt: record.refreshExpiresAt ?? this.#moment(refresh?.['exp']),
      user,
      claims,
      subject: record.subject ?? subjectOf(claims),
      lastLogin,
      byRenewal: generation > 1,
    })
  }

  toRecord(credentials: Credentials, backend: string): StoredSession {
    const { stamp, accessToken, refreshToken, sentAt, refreshExpiresAt, subject, user, lastLogin } = credentials
    const { expiresAt } = credentials.facts
    return {
      version: 1,
      backend,
      ...stamp,
      accessToken,
      refreshToken,
      sentAt,
      expiresAt,
      refreshExpiresAt,
      subject,
      user,
      lastLogin,
    }
  }

  #make(known: Omit<ConstructorParameters<typeof Credentials>[0], 'facts' | 'header'> & { expiresAt: number | null }) {
    const { expiresAt, ...rest } = known
    const renewable = known.refreshToken !== null
    return new Credentials({
      ...rest,
      claims: known.claims && Object.freeze(known.claims),
      facts: planToken({ sentAt: known.sentAt, expiresAt, renewable }, this.#policy, this.#random()),
      header: this.#backend.authorization(known.accessToken),
    })
  }

  /** A claim's moment by this device's clock. */
  #moment(claim: unknown): number | null {
    const moment = seconds(claim)
    return moment === null ? null : moment - this.#skew.estimate
  }
}

function decode(token: string): Claims | null {
  try {
    const claims: unknown = jwtDecode(token)
    return typeof claims === 'object' ? (claims as Claims | null) : null
  } catch {
    return null
  }
}

/** simplejwt copies the refresh token's `iat` into a refreshed access token; only one that moved on was just made. */
function rotatedAt(refreshToken: string | null, access: Claims | null): unknown {
  const issued = refreshToken === null ? undefined : decode(refreshToken)?.['iat']
  return issued === access?.['iat'] ? undefined : issued
}

/** A NumericDate (RFC 7519, section 2) in ms. */
function seconds(claim: unknown): number | null {
  return typeof claim === 'number' && claim > 0 && claim < 8.64e12 ? claim * 1_000 : null
}

function subjectOf(claims: Claims | null): string | null {
  const subject = claims?.['sub'] ?? claims?.['user_id']
  return typeof subject === 'string' || typeof subject === 'number' ? String(subject) : null
}

/** What can't stand in a header would be thrown back, in full, by the platform's own error. */
function checkedToken(name: string, token: unknown): string {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw malformed(`${name} must be a string that can stand in a header`)
}

function malformed(what: string): AuthSessionError {
  return new AuthSessionError('malformed_grant', `The grant is malformed: ${what}`)
}

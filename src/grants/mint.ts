import { jwtDecode } from 'jwt-decode'
import { type LastLogin, planToken, type SchedulePolicy, type Stamp } from '../../machines'
import type { AuthBackend, Grant } from '../backends/backend'
import { Credentials } from '../credentials'
import { AuthSessionError } from '../errors'
import { isToken, type StoredSession } from '../platform/record'
import type { Skew } from './skew'

/** Where a grant comes from. Times in ms. */
export interface GrantOrigin {
  /** By default that of the generation after `previous`. */
  readonly stamp?: Stamp
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
export type Mint = ReturnType<typeof createMint>

interface MintPorts {
  readonly backend: AuthBackend
  readonly policy: SchedulePolicy
  readonly skew: Skew
  /** Kind and origin of the backend. */
  readonly fingerprint: () => string
}

export function createMint({ backend, policy, skew, fingerprint }: MintPorts) {
  /** A claim's moment by this device's clock. */
  const moment = (claim: unknown): number | null => {
    const ms = numericDate(claim)
    return ms === null ? null : ms - skew.estimate
  }

  /** `isGiven`: not just made by the server, so that it may well have run out before it came here. */
  const fromRecord = (stored: StoredSession, isGiven = true): Credentials => {
    const { accessToken, refreshToken, sentAt } = stored
    const claims = decode(accessToken)
    const end = stored.expiresAt ?? moment(claims?.['exp'])
    const record = {
      ...stored,
      // Dead on arrival: one of the clocks is wrong, so its end is not known, and the server's 401 decides.
      expiresAt: isGiven || end === null || end > sentAt ? end : null,
      refreshExpiresAt: stored.refreshExpiresAt ?? moment(decode(refreshToken)?.['exp']),
      subject: stored.subject ?? subjectOf(claims),
    }
    const life = { sentAt, expiresAt: record.expiresAt, renewable: refreshToken !== null }
    const facts = planToken(life, policy, drawOf(stored))
    return new Credentials(record, facts, backend.authorization(accessToken), claims && Object.freeze(claims))
  }

  /** @throws AuthSessionError `malformed_grant` that says what is wrong with it. */
  const fromGrant = (grant: Grant | undefined, origin: GrantOrigin): Credentials => {
    const { previous, sentAt, receivedAt, by, lastLogin } = origin
    const { expiresIn, user, subject } = grant ?? {}
    const before = previous?.record
    /** An access token that renews itself. */
    const isItsOwn = before !== undefined && before.refreshToken === before.accessToken
    const accessToken = checkedToken('accessToken', grant?.accessToken)
    const renewedBy = grant?.refreshToken ?? (isItsOwn && accessToken)
    const fresh = renewedBy ? checkedToken('refreshToken', renewedBy) : null
    const isRenewal = by === 'renewal'
    if (isRenewal && fresh === null && backend.rotation === 'always')
      throw malformed("no new refresh token, though rotation is 'always'")
    const claims = decode(accessToken)
    if (expiresIn === undefined) {
      if (backend.tokens === 'jwt' && numericDate(claims?.['exp']) === null)
        throw malformed('the access token is no JWT with an exp')
    } else if (!(typeof expiresIn === 'number' && expiresIn >= 0 && expiresIn < 1e12))
      throw malformed('expiresIn must be a number of seconds')
    // What is malformed tells nothing of the clocks either.
    const issued = numericDate(by === 'login' ? claims?.['iat'] : isRenewal && rotatedAt(fresh, claims))
    if (issued !== null) skew.sample(issued, sentAt, receivedAt)
    if (__DEV__ && issued !== null) skew.measured?.('iat')
    const { epoch, generation } = origin.stamp ?? (before as StoredSession)
    const next = fromRecord(
      {
        version: 1,
        backend: fingerprint(),
        epoch,
        generation: origin.stamp ? generation : generation + 1,
        accessToken,
        refreshToken: fresh ?? (isItsOwn ? null : (before?.refreshToken ?? null)),
        sentAt,
        expiresAt: expiresIn === undefined ? null : sentAt + expiresIn * 1_000,
        refreshExpiresAt: fresh === null ? (before?.refreshExpiresAt ?? null) : null,
        user: user ?? before?.user ?? null,
        subject: subject ?? subjectOf(claims) ?? before?.subject ?? null,
        lastLogin: lastLogin ?? before?.lastLogin ?? null,
      },
      by === 'given',
    )
    next.byRenewal = isRenewal && !grant?.cached
    return next
  }

  return { fromGrant, fromRecord }
}

/** A draw in [0, 1) for each token, the same in every tab: tabs of one device renew at one moment, devices at many. */
function drawOf({ epoch, generation }: Stamp): number {
  // FNV-1a: the nonce of the epoch spreads it.
  let hash = 2_166_136_261
  for (const character of `${generation}.${epoch}`) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
  return (hash >>> 0) / 2 ** 32
}

function decode(token: string | null): Claims | null {
  try {
    return Object(jwtDecode(token as string))
  } catch {
    return null
  }
}

/** simplejwt copies the refresh token's `iat` into a refreshed access token; only one that moved on was just made. */
function rotatedAt(refreshToken: string | null, access: Claims | null): unknown {
  const issued = decode(refreshToken)?.['iat']
  return issued === access?.['iat'] ? null : issued
}

/** A NumericDate (RFC 7519, section 2) in ms. */
function numericDate(claim: unknown): number | null {
  return typeof claim === 'number' && claim > 0 && claim < 8.64e12 ? claim * 1_000 : null
}

export function subjectOf(claims: Claims | null): string | null {
  const subject = claims?.['sub'] ?? claims?.['user_id']
  return typeof subject === 'string' || typeof subject === 'number' ? String(subject) : null
}

function checkedToken(name: string, token: unknown): string {
  if (isToken(token)) return token
  throw malformed(`${name} can't stand in a header`)
}

function malformed(what: string): AuthSessionError {
  return new AuthSessionError('malformed_grant', what)
}

import { systemClock } from '../platform/clock'

/** A token as facts. */
export interface FakeToken {
  readonly type: 'access' | 'refresh'
  readonly user: string
  /** Counts the tokens of this backend from 1. */
  readonly id: number
  /** Its end in ms since the epoch. */
  readonly expiresAt: number
}

interface FakeTokensOptions {
  readonly accessLifetime?: number | undefined
  readonly refreshLifetime?: number | undefined
  readonly now?: (() => number) | undefined
}

/** Unsigned JWTs with simplejwt's claims, and which of them still count. */
export function createFakeTokens(options: FakeTokensOptions) {
  const { accessLifetime = 300, refreshLifetime = 86_400, now = systemClock().now } = options
  const ended = new Set<number>()
  let count = 0
  let accessEnded = 0
  let refreshEnded = 0

  return {
    make(type: FakeToken['type'], user: string): string {
      const iat = Math.floor(now() / 1_000)
      const exp = iat + (type === 'access' ? accessLifetime : refreshLifetime)
      const claims = { token_type: type, exp, iat, jti: String(++count), user_id: user }
      return `${encode({ alg: 'none' })}.${encode(claims)}.unsigned`
    },
    read(token: string): FakeToken | null {
      try {
        const { token_type, exp, jti, user_id } = JSON.parse(atob(token.split('.')[1] ?? ''))
        return { type: token_type, user: user_id, id: Number(jti), expiresAt: exp * 1_000 }
      } catch {
        return null
      }
    },
    isGood({ type, id, expiresAt }: FakeToken): boolean {
      const last = type === 'access' ? accessEnded : refreshEnded
      return id > last && !ended.has(id) && now() < expiresAt
    },
    end({ id }: FakeToken): void {
      ended.add(id)
    },
    endAll(type: FakeToken['type']): void {
      if (type === 'access') accessEnded = count
      else refreshEnded = count
    },
  }
}

const encode = (value: object): string =>
  btoa(JSON.stringify(value)).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_')

import type { TokenPair } from '../backends/backend'
import type { Cookie } from './cookies'

/** What a login left in hand: tokens, cookies, or both. It never changes, so that what was spent can be tried again. */
export interface Holding extends TokenPair {
  readonly cookies: readonly Cookie[]
  /** s that the access token lives, where the server says so. */
  readonly expiresIn: number | null
}

/** Two logins that are one: to end either is to end both. */
export function areOne(one: Holding, other: Holding): boolean {
  const hidden = ({ cookies }: Holding) => cookies.filter(({ isHttpOnly }) => isHttpOnly).map(({ value }) => value)
  const isShared = hidden(one).some((value) => hidden(other).includes(value))
  if (hidden(one).length > 0) return isShared
  return one.accessToken === other.accessToken || (one.refreshToken !== null && one.refreshToken === other.refreshToken)
}

import type { Connections } from '../front/connections'
import type { EmitEvent } from '../front/server-events'
import { unverifiedJti } from '../front/unverified-jti'
import type { Accounts } from './accounts'
import type { FamilyFacts } from './family-facts'
import { familyFacts } from './family-facts'
import type { SigningKey } from './signing-key'
import type { TokenLedger } from './token-ledger'

/** What an operator sees and does. A user id that is left out means everybody. */
export interface ServerControls {
  /** Every login so far, oldest first. */
  families(): FamilyFacts[]
  /** Whether a token of this server, refresh or access, would still be accepted. */
  isAlive(token: string): boolean
  /** Every access token issued so far is refused from now on; refresh tokens live on. Returns how many were good. */
  revokeAccess(userId?: number): number
  /** Every login so far ends, access tokens included. Returns how many were alive. */
  revokeFamilies(userId?: number): number
  /** The user's tokens stay valid, refresh answers 200, resources answer 401 `user_inactive`. */
  deactivate(userId: number): void
  activate(userId: number): void
  /** The user's refresh tokens still answer 200, resources answer 401 `user_not_found`. */
  deleteUser(userId: number): void
  /** Everything signed so far is garbage from now on. */
  rotateSigningKey(): void
  /** `false` destroys every connection at once until `true`. */
  network(up: boolean): void
}

/** Each deed is told as an event. */
export function createServerControls(
  accounts: Accounts,
  ledger: TokenLedger,
  key: SigningKey,
  connections: Connections,
  emit: EmitEvent,
): ServerControls {
  const username = (userId: number | undefined) =>
    userId === undefined ? null : (accounts.byId(userId)?.username ?? `user ${userId}`)

  function setActive(userId: number, active: boolean): void {
    emit({ type: 'account', user: accounts.setActive(userId, active).username, active })
  }

  return {
    families: () => ledger.families.map((family) => familyFacts(family, ledger)),
    isAlive(token) {
      const record = ledger.find(unverifiedJti(token))
      return record !== undefined && ledger.isGood(record)
    },
    revokeAccess(userId) {
      const count = ledger.revokeAccess(userId)
      emit({ type: 'revoked', what: 'access tokens', user: username(userId), count })
      return count
    },
    revokeFamilies(userId) {
      const count = ledger.killFamilies(userId)
      emit({ type: 'revoked', what: 'families', user: username(userId), count })
      return count
    },
    deactivate: (userId) => setActive(userId, false),
    activate: (userId) => setActive(userId, true),
    deleteUser(userId) {
      emit({ type: 'deleted', user: accounts.remove(userId).username })
    },
    rotateSigningKey() {
      key.rotate()
      emit({ type: 'keyRotated' })
    },
    network(up) {
      connections.network(up)
      emit({ type: 'network', up })
    },
  }
}

import type { SessionEvent } from '../machines'
import type { AuthBackend } from './backends/backend'
import type { Credentials } from './credentials'
import type { Exchange } from './grants/exchange'
import type { Mint } from './grants/mint'
import type { KeptStore } from './keeping/kept-store'
import type { Reconcile } from './keeping/reconcile'
import type { RenewalSettings } from './options'
import type { Deadlines } from './platform/deadlines'
import type { Lifecycle } from './platform/lifecycle'
import type { TokenVault } from './token-vault'

/** What the parts of one session share. */
export interface SessionPorts {
  readonly backend: AuthBackend
  readonly settings: RenewalSettings
  readonly vault: TokenVault
  readonly store: KeptStore
  readonly mint: Mint
  readonly deadlines: Deadlines
  readonly lifecycle: Lifecycle
  readonly exchange: Exchange
  readonly reconcile: Reconcile
  /** Names this session object; random. */
  readonly holder: string
  /** A draw in [0, 1). */
  readonly random: () => number
  /** Whether the store is still being restored from. */
  readonly isReading: () => boolean
  /** The same, or whether what it held is being proved. */
  readonly isRestoring: () => boolean
  /** How many callers wait. */
  readonly waiting: () => number
  /** Sends the session machine a fact. */
  readonly tell: (event: SessionEvent) => void
  /** Tells siblings to look at the store. */
  readonly announce: () => void
  /** Ends tokens at the server, in the background. */
  readonly revoke: (tokens: Credentials, before?: string) => void
  /** Development only: what went wrong without consequence. */
  readonly log: (error: unknown) => void
}

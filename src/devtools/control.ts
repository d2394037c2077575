import type { AuthSession } from '../auth-session'
import type { RenewalsMode } from './ports/bent-transport'
import type { RequestBook } from './ports/request-book'
import type { Tab } from './ports/roll-call'
import type { LockState } from './ports/watched-lock'

/** One word between siblings: look at the store. */
export interface SiblingWord {
  /** ms */
  readonly at: number
  readonly way: 'posted' | 'heard'
}

/** What the ports of a session know at one moment. Times in ms. */
export interface PortState {
  /** How far this tab's clock was moved on. */
  readonly ahead: number
  readonly offline: boolean
  readonly refusesNext: boolean
  readonly renewals: RenewalsMode
  readonly lastWake: { readonly at: number; readonly what: string } | null
  readonly skew: { readonly ms: number; readonly source: 'date' | 'iat'; readonly at: number } | null
  readonly key: string | null
  /** `null`: the lock is not watched. */
  readonly lock: LockState | null
  /** Names this tab among those of the roll-call. */
  readonly tab: string
  readonly tabs: readonly Tab[]
  /** Latest last. */
  readonly words: readonly SiblingWord[]
  /** Whether another tab's logout can be acted out: the storage was given, and is shared. */
  readonly hasSharedStore: boolean
}

/** What the panel's levers do; each acts through a port alone. */
export interface Levers {
  /** Moves this tab's clock to the moment from which the token is no longer sent, and wakes the session. */
  lapse(): void
  refuseNext(): void
  setRenewals(mode: RenewalsMode): void
  setOffline(value: boolean): void
  /** Moves this tab's clock on by `ms`, and wakes the session. */
  sleep(ms: number): void
  /** Buries the login in the shared store, and tells siblings to look: what another tab's logout does. */
  logOutElsewhere(): Promise<void>
}

export interface DevelopmentControl {
  state(): PortState
  /** ms, by the session's clock. */
  now(): number
  /** Calls back after `ms` of real time; what it returns cancels it. */
  after(ms: number, run: () => void): () => void
  readonly requests: RequestBook
  readonly levers: Levers
  subscribe(listener: () => void): () => void
  /** Asks which tabs are there. */
  callRoll(): void
}

// Whoever was not created with ports is not in it, and nothing else can put it there.
const controls = new WeakMap<object, DevelopmentControl>()

/** The control that a session was created with; `undefined` where it was created without. */
export function controlOf({ actor }: Pick<AuthSession, 'actor'>): DevelopmentControl | undefined {
  return controls.get(actor)
}

export function registerControl(actor: object, control: DevelopmentControl): void {
  controls.set(actor, control)
}

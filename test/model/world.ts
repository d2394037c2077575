import type { Intent, StoredSession } from '../../src/platform/record'
import type { Tombstone } from '../../src/platform/tombstone'

/** What happens at most, and what is there at all. Whoever is logged in at first is so in every tab. */
export interface Bounds {
  readonly tabs: number
  readonly locks: boolean
  /** By default there is one. */
  readonly channel?: boolean
  /** `strict`: a second use of a refresh token ends the login; `lenient`: it is answered with the same successor. */
  readonly server: 'strict' | 'lenient'
  /** A token of that generation and below falls due, in any tab at any time. */
  readonly renewals: number
  /** Access tokens may run out in mid-renewal, so that callers wait. */
  readonly waiters?: boolean
  readonly logins?: number
  readonly logouts?: number
  readonly crashes?: number
  readonly freezes?: number
  /** Answers of the token server that never come. */
  readonly losses?: number
  /** Answers that are overdue, and holders of the lock that take longer than anybody is patient. */
  readonly delays?: number
}

export type Budget = Record<'logins' | 'logouts' | 'crashes' | 'freezes' | 'losses' | 'delays', number>

/** The three entries of a store, as text. */
export interface Shelf {
  record: string | null
  intent: string | null
  ended: string | null
}

/** One generation of tokens; `token` is `login:serial`. */
export interface Held {
  readonly epoch: string
  readonly generation: number
  readonly token: string
}

/** Why nobody is to blame for a second use. */
export type Fault = 'a lost answer' | 'a crash' | 'a freeze'

/** A request for the next token, from its sending until nothing of it is left. */
export interface Rotation {
  /** That of its first intent: the later, the later its deadline. */
  readonly id: number
  /** What stands in the store for it. */
  intent: Intent
  readonly spent: Held
  phase: 'sent' | 'answered' | 'granted' | 'committing'
  /** The successor; `null`: refused. */
  grant: string | null
  result: 'done' | 'conflict' | 'failed' | null
  /** What the renewal machine sees of it; a later one has taken its place otherwise. */
  current: boolean
  fault: Fault | null
}

/** What the renewal machine's actor is at. */
export type Step =
  | { readonly id: 'lock' }
  | { readonly id: 'reread' | 'confirm'; view: Shelf | null }
  | { readonly id: 'intend'; readonly note: Intent; readonly isWritten: boolean }
  | { readonly id: 'request' | 'commit'; readonly rotation: number }
  | { readonly id: 'watch'; readonly subject: 'store' }
  | { readonly id: 'watch'; readonly subject: 'rotation'; readonly rotation: number }

/** A login on its way: reading the store, or writing into it. */
export interface Entry {
  readonly token: string
  readonly tries: number
  view: Shelf | null
  written: Held | null
  result: 'done' | 'conflict' | 'failed' | null
}

export type Write =
  | { readonly kind: 'login'; readonly held: Held }
  | {
      readonly kind: 'end'
      readonly epoch: string
      readonly reason: Tombstone['reason']
      readonly revoked: string | null
    }

export interface Tab {
  readonly name: string
  state: 'alive' | 'frozen' | 'crashed'
  /** Where its charts are, by the numbers of `chart.ts`. */
  session: number
  renewal: number | null
  restarts: boolean
  vault: Held | null
  buried: Tombstone | null
  epochs: number
  step: Step | null
  /** Its last, until the request that it announces. */
  intent: Intent | null
  /** Since the lock, so often a sibling came first. */
  conflicts: number
  needsLock: boolean
  locked: boolean | null
  seen: Intent | null | 'unread'
  rotations: Rotation[]
  /** Somebody said: look at the store. */
  heard: boolean
  look: Shelf | null
  entry: Entry | null
  writes: Write[]
}

/** A login as the token server keeps it. */
export interface Family {
  newest: number
  isDead: boolean
  /** For each serial that was spent, what kept its successor from the store; `null`: nothing. */
  spent: (Fault | null)[]
}

export interface World {
  readonly shelf: Shelf
  /** Who has the lock, and who is in line for it. */
  line: string[]
  readonly families: Family[]
  readonly tabs: Tab[]
  readonly left: Budget
  /** Deadlines of intents up to that number have passed. */
  passed: number
}

/** A world in which something happens. */
export interface Stage {
  readonly world: World
  readonly bounds: Bounds
  readonly protocol: Protocol
  /** Adds a line to the drawing. */
  note(line: string): void
  /** Tells that something happened that must not. */
  fail(sentence: string): void
  /** Tells that a strict server saw a second use for which nobody is to blame. */
  excuse(fault: Fault): void
  /** What the renewal machine of that tab has invoked begins. */
  begin(tab: Tab, actor: string, input: unknown): void
}

/** The protocol's rules, each of which a mutant can break. */
export interface Protocol {
  readonly rereadsAfterLock: boolean
  readonly persistsBeforeAnnouncing: boolean
  readonly comparesStamps: boolean
  readonly heedsTombstones: boolean
  readonly comparesIntents: boolean
  readonly sparesOthersIntents: boolean
}

export const SHIPPED: Protocol = {
  rereadsAfterLock: true,
  persistsBeforeAnnouncing: true,
  comparesStamps: true,
  heedsTombstones: true,
  comparesIntents: true,
  sparesOthersIntents: true,
}

export function recordOf({ epoch, generation, token }: Held): StoredSession {
  const tokens = { accessToken: 'access', refreshToken: token, refreshExpiresAt: null, expiresAt: null }
  return {
    version: 1,
    backend: 'm',
    epoch,
    generation,
    ...tokens,
    sentAt: 0,
    subject: null,
    user: null,
    lastLogin: null,
  }
}

export function heldOf({ epoch, generation, refreshToken }: StoredSession): Held {
  return { epoch, generation, token: refreshToken as string }
}

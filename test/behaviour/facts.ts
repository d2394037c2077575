import type { How, Trouble, User } from './happenings'

/** Somebody who asked for something, and what has become of it. */
export interface Caller {
  readonly how: How | 'login'
  /** `waits`, `held`, `200 ada`, `401`, the code of an error, `aborted`, `unsent`, or `gone` with its page. */
  readonly outcome: string
  /** Whose token each of its requests carried, in order. */
  readonly carried: readonly (User | 'nobody')[]
}

/** What somebody knows who sees the user, the server, the network and the clock. */
export interface Facts {
  readonly server: Trouble | 'well'
  readonly online: boolean

  /** Whose session it is; where it has expired, whose it was. */
  readonly user: User | null
  readonly endReason: string | null
  /** Whether the page knows of a login. */
  readonly hasLoggedIn: boolean

  readonly age: 'fresh' | 'due' | 'over'
  /** Whether the server takes the access token. */
  readonly taken: boolean
  /** Whether the session has been told that it does not. */
  readonly refused: boolean
  /** Whether some resource has taken it. */
  readonly accepted: boolean
  /** It was just renewed: that nobody takes it is hardly its fault. */
  readonly young: boolean
  readonly refresh: 'good' | 'dead' | 'over'

  /** When a renewal that is wanted is tried next. */
  readonly nextTry:
    | 'now'
    | 'soon'
    | 'with the answer'
    | 'with the token over'
    | 'with patience over'
    | 'with the network'
  /** A try of this renewal has failed. */
  readonly failed: boolean
  /** An answer may have been lost: in this page; and by the note in the store, which the next page finds. */
  readonly suspect: boolean
  readonly noted: boolean
  /** Nobody has seen the stored session work yet. */
  readonly proving: boolean
  /** Tokens are on their way to the page. */
  readonly granted: boolean
  /** Of how many logins that have ended they are. */
  readonly strays: number
  /** Logins that could not be revoked for want of a network; and those of which no page knows any more. */
  readonly owed: number
  readonly survivors: number
  /** How long an old token has been in use already: the refresh token's own end is to come when it is said to. */
  readonly whiles: number

  readonly callers: readonly Caller[]
  /** How often the refresh view was asked, at least and at most. */
  readonly asked: readonly [least: number, most: number]
  readonly revoked: number
}

/** No renewal is under way. */
export const calm = { nextTry: 'now', failed: false, suspect: false, proving: false, granted: false } as const

/** A token from the server. */
export const newToken = {
  ...calm,
  age: 'fresh',
  taken: true,
  refused: false,
  accepted: false,
  young: false,
  refresh: 'good',
  noted: false,
  whiles: 0,
} as const

export const firstVisit: Facts = {
  ...newToken,
  server: 'well',
  online: true,
  user: null,
  endReason: null,
  hasLoggedIn: false,
  strays: 0,
  owed: 0,
  survivors: 0,
  callers: [],
  asked: [0, 0],
  revoked: 0,
}

export const isUsable = ({ age, refused }: Facts): boolean => age !== 'over' && !refused

export const waiting = ({ callers }: Facts) => callers.filter(({ outcome }) => outcome === 'waits')
export const held = ({ callers }: Facts) => callers.filter(({ outcome }) => outcome === 'held')

/** Settles those who wait, or are held, each by its own. */
export const settle = (
  { callers }: Facts,
  which: 'waits' | 'held',
  how: (caller: Caller) => Partial<Caller>,
): { readonly callers: readonly Caller[] } => ({
  callers: callers.map((caller) => (caller.outcome === which ? { ...caller, ...how(caller) } : caller)),
})

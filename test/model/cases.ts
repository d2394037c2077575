import type { Bounds, Fault, Protocol } from './world'

type Extra = Partial<Bounds>

export interface Case {
  readonly name: string
  readonly bounds: Bounds
  /** After what a server that forgives nothing sees a token twice, though no client could have helped it. */
  readonly excuses: readonly Fault[]
}

const SERVERS = ['strict', 'lenient'] as const

function cases(name: string, extra: Extra, excuse?: Fault): Case[] {
  return [true, false].flatMap((locks) =>
    SERVERS.map((server) => ({
      name: `${name}; ${locks ? 'locks' : 'no locks'}, ${server} server`,
      bounds: { tabs: 2, locks, server, renewals: 1, ...extra },
      excuses: excuse && server === 'strict' ? [excuse] : [],
    })),
  )
}

const waiters = true

/** Completely, in seconds. */
export const SMALL: readonly Case[] = [
  ...cases('two generations are renewed', { renewals: 2, waiters }),
  ...cases('without a channel', { waiters, channel: false }),
  ...cases('a logout', { waiters, logouts: 1 }),
  ...cases('two logouts', { logouts: 2 }),
  ...cases('a lost answer', { waiters, losses: 1 }, 'a lost answer'),
  ...cases('a crash', { waiters, crashes: 1 }, 'a crash'),
  ...cases('an overdue answer', { waiters, delays: 1 }),
  ...cases('a freeze', { freezes: 1 }, 'a freeze').slice(0, 2),
  ...cases('a login', { logins: 1 }).slice(0, 1),
]

/** Completely, in minutes. */
export const LARGE: readonly Case[] = [
  ...cases('three tabs', { tabs: 3 }).slice(0, 2),
  ...cases('a freeze, and callers wait', { waiters, freezes: 1 }, 'a freeze'),
  ...cases('a login', { logins: 1 }).slice(1, 2),
]

/** One rule of the protocol each, left out, and where that is found. */
export const MUTANTS: readonly (readonly [name: string, rule: keyof Protocol, bounds: Extra, sentence: string])[] = [
  [
    'no look at the store after the lock',
    'rereadsAfterLock',
    { channel: false },
    'a refresh token is spent twice, and nobody but the client is to blame',
  ],
  [
    'no look at the store where there is no lock',
    'rereadsAfterLock',
    { locks: false },
    'two rotations of one token are in flight',
  ],
  ['announced before it is persisted', 'persistsBeforeAnnouncing', {}, 'tabs at rest disagree'],
  [
    'no comparison of stamps at the commit',
    'comparesStamps',
    { server: 'lenient', freezes: 1 },
    'a renewal overwrites what has come in the place of its token',
  ],
  ['no tombstone at the commit', 'heedsTombstones', { logouts: 1 }, 'the store holds a login that has ended'],
  [
    'no comparison of intents without a lock',
    'comparesIntents',
    { locks: false },
    'two rotations of one token are in flight',
  ],
  [
    'an old login takes the intent of the present one along',
    'sparesOthersIntents',
    { logins: 1 },
    'two rotations of one token are in flight',
  ],
]

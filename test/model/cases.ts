import type { Bounds, Fault, Protocol } from './world'

type Extra = Partial<Bounds>

export interface Case {
  readonly name: string
  readonly bounds: Bounds
  /** After what a server that forgives nothing sees a token twice, though no client could have helped it. */
  readonly excuses: readonly Fault[]
  /** How many states are enough, where there are more than fit in a minute. */
  readonly limit?: number
}

const SERVERS = ['strict', 'lenient'] as const

function cases(name: string, extra: Extra, ...excuses: Fault[]): Case[] {
  return [true, false].flatMap((locks) =>
    SERVERS.map((server) => ({
      name: `${name}; ${locks ? 'locks' : 'no locks'}, ${server} server`,
      bounds: { tabs: 2, locks, server, renewals: 1, ...extra },
      excuses: server === 'strict' ? excuses : [],
    })),
  )
}

const strict = ({ bounds }: Case) => bounds.server === 'strict'
const locked = ({ bounds }: Case) => bounds.locks

const waiters = true

/** Two tabs, completely, in seconds. */
export const SMALL: readonly Case[] = [
  ...cases('two generations are renewed', { renewals: 2, waiters }),
  ...cases('without a channel', { waiters, channel: false }),
  ...cases('a logout', { waiters, logouts: 1 }),
  ...cases('two logouts', { logouts: 2 }),
  ...cases('a lost answer', { waiters, losses: 1 }, 'a lost answer'),
  ...cases('a crash', { waiters, crashes: 1 }, 'a crash'),
  ...cases('an overdue answer', { waiters, delays: 1 }),
  ...cases('a freeze', { freezes: 1 }, 'a freeze').filter(locked),
  ...cases('a login', { logins: 1 }).filter(strict).filter(locked),
]

/** Two tabs, completely, in minutes. */
export const LARGE: readonly Case[] = [
  ...cases('a crash and a lost answer', { waiters, crashes: 1, losses: 1 }, 'a crash', 'a lost answer'),
  ...cases('a crash and a logout', { waiters, crashes: 1, logouts: 1 }, 'a crash'),
  ...cases('a lost answer and a logout', { waiters, losses: 1, logouts: 1 }, 'a lost answer'),
  ...cases('a freeze, and callers wait', { waiters, freezes: 1 }, 'a freeze'),
  ...cases('a freeze and a logout', { freezes: 1, logouts: 1 }, 'a freeze').filter(strict).filter(locked),
  ...cases('a login', { logins: 1 }),
]

/** Three tabs: completely where nothing goes wrong, and to a depth where it does. */
export const THREE: readonly Case[] = [
  ...cases('three tabs', { tabs: 3 }),
  ...cases('three tabs, and callers wait', { tabs: 3, waiters }),
  ...cases('three tabs, a crash, a lost answer, a logout', { tabs: 3, waiters, crashes: 1, losses: 1, logouts: 1 })
    .filter(strict)
    .map((given) => ({ ...given, limit: 10_000 })),
]

/** The same for about a minute each. */
export const THREE_DEEPER: readonly Case[] = [
  ...cases(
    'three tabs, a crash, a lost answer',
    { tabs: 3, waiters, crashes: 1, losses: 1 },
    'a crash',
    'a lost answer',
  ),
  ...cases('three tabs, a logout', { tabs: 3, waiters, logouts: 1 }),
  ...cases('three tabs, a freeze', { tabs: 3, waiters, freezes: 1 }, 'a freeze'),
  ...cases('three tabs, a login', { tabs: 3, logins: 1 }),
]
  .filter(strict)
  .map((given) => ({ ...given, limit: 100_000 }))

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

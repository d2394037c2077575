import fc from 'fast-check'
import type {
  CommitOutput,
  EndReason,
  IntendOutput,
  LastLogin,
  LockOutput,
  RenewalDelay,
  RenewalEvent,
  RenewalOutput,
  RequestOutput,
  RestoreOutput,
  SessionEvent,
  SessionFacts,
  Stamp,
  StoreOutput,
  TokenFacts,
  WatchOutput,
} from '../../machines'

const NOW = 1_767_225_600_000

/** Whatever the types allow: a number may be none. */
const moments = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 600_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(NOW, NOW + 300_000, 0, -1, 3e9, 1e308, -1e308) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
)
const moment = fc.option(moments)
const flag = fc.boolean()
const counts = fc.nat(3)
/** Few of each, so that they meet. */
const epochs = fc.constantFrom('1.a', '2.b', '')
const stamps: fc.Arbitrary<Stamp> = fc.record({ epoch: epochs, generation: fc.constantFrom(1, 2, 3, 4, 0, -1, 1e308) })
const tokens: fc.Arbitrary<TokenFacts> = fc.record({
  expiresAt: moment,
  usableUntil: moment,
  renewAt: moment,
  renewable: flag,
})
const lastLogins: fc.Arbitrary<LastLogin | null> = fc.option(fc.record({ method: fc.string(), at: moments }))
const facts: fc.Arbitrary<SessionFacts & { readonly at: number }> = fc.record({
  at: moments,
  stamp: stamps,
  token: tokens,
  subject: fc.option(fc.constantFrom('user 1', 'user 2')),
  lastLogin: lastLogins,
})
const reasons = fc.constantFrom<EndReason[]>(
  'not_restored',
  'rejected',
  'answer_lost',
  'refresh_token_expired',
  'access_token_expired',
  'access_token_refused',
)
const delays: fc.Arbitrary<RenewalDelay> = fc.record({
  cause: fc.constantFrom<RenewalDelay['cause'][]>(
    'not_rotated',
    'maybe_rotated',
    'misconfigured',
    'offline',
    'overdue',
  ),
  status: fc.option(fc.nat(599)),
  hint: fc.option(fc.string()),
  retryAt: moments,
  notBefore: moment,
})

type Payload<T> = T extends { readonly type: string } ? Omit<T, 'type'> : never
type Payloads = { readonly [T in SessionEvent['type']]: fc.Arbitrary<Payload<Extract<SessionEvent, { type: T }>>> }

const payloads: Payloads = {
  'session.loggedIn': facts,
  'sibling.loggedIn': facts,
  'sibling.renewed': fc.record({ at: moments, stamp: stamps, token: tokens }),
  'sibling.loggedOut': fc.record({ at: moments, epoch: epochs }),
  'sibling.expired': fc.record({ at: moments, epoch: epochs, reason: reasons }),
  'tokens.replaced': fc.record({
    at: moments,
    stamp: stamps,
    token: tokens,
    source: fc.constantFrom('header' as const, 'given' as const, 'overdue' as const),
  }),
  'request.unauthorized': fc.record({ at: moments, stamp: stamps, news: flag, final: flag }),
  'requests.counted': fc.record({ at: moments, waiting: counts, held: counts }),
  'token.demanded': fc.record({ at: moments, stamp: stamps }),
  'lifecycle.woke': fc.record({ at: moments }),
  'lifecycle.hid': fc.record({ at: moments }),
  'renewal.delayed': fc.tuple(moments, stamps, delays).map(([at, stamp, delay]) => ({ at, stamp, ...delay })),
  'renewal.faulted': fc.record({ at: moments }, { requiredKeys: [] }),
  'persistence.changed': fc.record({
    at: moments,
    persistence: fc.constantFrom('page' as const, 'tab' as const, 'device' as const, 'volatile' as const),
  }),
  'fault.raised': fc.record({ at: moments, where: fc.string(), message: fc.string() }),
  'user.loggedOut': fc.record({ at: moments, everywhere: flag }),
  'user.acknowledged': fc.record({ at: moments }),
}

/** Every event that the types know, with every payload that they allow. */
export const sessionEvents: fc.Arbitrary<SessionEvent> = fc.oneof(
  ...Object.entries(payloads).map(([type, payload]) =>
    (payload as fc.Arbitrary<object>).map((fields) => ({ type, ...fields }) as SessionEvent),
  ),
)

const store: fc.Arbitrary<StoreOutput> = fc.oneof(
  // Mostly the store has not moved, or no renewal would come far.
  {
    weight: 12,
    arbitrary: fc
      .record({
        at: moments,
        exhausted: fc.constantFrom(false, false, false, true),
        intentDeadline: moment,
        unlocked: flag,
      })
      .map((same) => ({ found: 'same' as const, ...same })),
  },
  fc.record({ found: fc.constant('newer' as const), at: moments, stamp: stamps, token: tokens }),
  facts.map((login) => ({ found: 'another' as const, ...login })),
  fc.record({
    found: fc.constant('ended' as const),
    at: moments,
    reason: fc.oneof(reasons, fc.constant('logged_out' as const)),
  }),
)
const request: fc.Arbitrary<RequestOutput> = fc.oneof(
  fc.record({ answer: fc.constantFrom('granted' as const, 'refused' as const), at: moments }),
  fc.record({ answer: fc.constant('offline' as const), at: moments, retryAt: moments }),
  fc.record({
    answer: fc.constant('failed' as const),
    at: moments,
    mayHaveRotated: flag,
    retryAt: moments,
    notBefore: moment,
  }),
)
const restore: fc.Arbitrary<RestoreOutput> = fc.oneof(
  fc.record({ found: fc.constantFrom('nothing' as const, 'unreadable' as const), at: moments }),
  facts.chain((login) => fc.constantFrom('fresh' as const, 'stale' as const).map((found) => ({ found, ...login }))),
)
const renewal: fc.Arbitrary<RenewalOutput> = fc.oneof(
  fc.record({
    outcome: fc.constantFrom('renewed' as const, 'adopted' as const),
    at: moments,
    stamp: stamps,
    token: tokens,
  }),
  facts.map((login) => ({ outcome: 'superseded' as const, ...login })),
  fc.record({
    outcome: fc.constant('ended' as const),
    at: moments,
    reason: fc.oneof(reasons, fc.constant('logged_out' as const)),
  }),
  fc.record({
    outcome: fc.constant('rejected' as const),
    at: moments,
    reason: fc.constantFrom('rejected' as const, 'answer_lost' as const, 'refresh_token_expired' as const),
  }),
)
const commit: fc.Arbitrary<CommitOutput> = fc.oneof(
  fc.record({ committed: fc.constant(true as const), at: moments, stamp: stamps, token: tokens }),
  fc.record({ committed: fc.constant(false as const), at: moments }),
)
const lock: fc.Arbitrary<LockOutput> = fc.record({ at: moments, granted: flag })
const intend: fc.Arbitrary<IntendOutput> = fc.record({ at: moments, conflict: flag })
const watch: fc.Arbitrary<WatchOutput> = fc.record({ at: moments, answer: fc.option(request) })

/** What the actors of both machines may end with. */
const outputs: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  restore,
  renewal,
  revoke: fc.constant(undefined),
  lock,
  reread: store,
  confirm: store,
  watch,
  intend,
  request,
  commit,
}

/** How one of those actors ends; `null`: it fails. */
export type Ends = Readonly<Record<string, { readonly output: unknown } | null>>

export const ends: fc.Arbitrary<Ends> = fc.record(
  Object.fromEntries(
    Object.entries(outputs).map(([actor, output]) => [
      actor,
      fc.option(
        output.map((output) => ({ output })),
        { freq: 6 },
      ),
    ]),
  ),
)

export const demands: fc.Arbitrary<RenewalEvent> = fc.record({
  type: fc.constant('demand.rose' as const),
  at: moments,
  waiting: counts,
})

/** Any kind of value, those included that refuse to be added or compared. */
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom<unknown[]>(undefined, 5n, -1n, Symbol('odd'), Object.create(null), () => 1, {
    valueOf: () => {
      throw new Error('no')
    },
  }),
)

/** That event with the value in the place of one of its fields, or of a field of a field. */
function disfigured(event: object, place: number, depth: boolean, value: unknown): object {
  const names = Object.keys(event).filter((name) => name !== 'type')
  const name = names[place % names.length]
  if (name === undefined) return event
  const inner = (event as Record<string, unknown>)[name]
  const isDeeper = depth && typeof inner === 'object' && inner !== null
  return { ...event, [name]: isDeeper ? disfigured(inner, place, false, value) : value }
}

/** What no type allows: fields gone or of other kinds, other names, no event at all. */
export const oddEvents: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(sessionEvents, fc.nat(11), flag, oddValues)
      .map(([event, place, depth, value]) => disfigured(event, place, depth, value)),
  },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(payloads)).map((type) => ({ type })) },
  { weight: 2, arbitrary: fc.string().map((type) => ({ type })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        '*',
        '',
        'xstate.stop',
        'xstate.init',
        'xstate.done.actor.restore',
        'xstate.error.actor.renewal',
        'told',
      )
      .map((type) => ({ type })),
  },
  { weight: 1, arbitrary: fc.anything() },
)

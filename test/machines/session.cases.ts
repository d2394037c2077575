import type { AnyEventObject, AnyMachineSnapshot } from 'xstate'
import type {
  EndReason,
  RenewalOutput,
  RestoreOutput,
  SessionContext,
  SessionEvent,
  SessionFacts,
  Stamp,
  TokenFacts,
} from '../../machines'
import { sessionMachine } from '../../machines'
import type { Ground } from './paths'
import type { Stage } from './replay'
import { doneBy, failedBy, originOf } from './xstate-events'

const DAY = 86_400_000

/** Tokens by what their timers do. Time begins anew with every login, so that the moments stay few. */
const tokens = {
  ordinary: token(240_000, 298_000, true),
  last: token(240_000, 298_000, false),
  endless: token(null, null, true),
  twoMonths: token(59 * DAY, 60 * DAY, true),
  lastTwoMonths: token(null, 60 * DAY, false),
}

function token(renewAt: number | null, usableUntil: number | null, renewable: boolean): TokenFacts {
  return { expiresAt: usableUntil === null ? null : usableUntil + 2_000, usableUntil, renewAt, renewable }
}

/** Payloads for every event the session knows, so that each guard is met from both sides. */
export function sessionCases(snapshot: AnyMachineSnapshot, type: string): readonly AnyEventObject[] {
  const context = snapshot.context as SessionContext
  const origin = originOf(type)
  if (origin.kind === 'failed') return [failedBy(origin.actor)]
  if (origin.kind === 'done') return outputs(context)[origin.actor]!.map((output) => doneBy(origin.actor, output))
  return events[type as SessionEvent['type']](context, snapshot).map((payload) => ({ type, ...payload }))
}

/** Past a second login, a second token, or on a hidden page that is not waiting to renew, all is as it was before. */
function isKnownGround({ value, context }: AnyMachineSnapshot): boolean {
  const { stamp, hidden } = context as SessionContext
  return stamp?.epoch === '2.b' || stamp?.generation === 2 || (hidden && value !== 'authenticated')
}

function outputs(context: SessionContext): Record<string, readonly unknown[]> {
  const at = soon(context)
  const restored: RestoreOutput[] = [
    { found: 'nothing', at },
    { found: 'unreadable', at },
    { found: 'fresh', at: 0, ...login(context, 'ordinary') },
    { found: 'stale', at: 0, ...login(context, 'ordinary') },
    { found: 'stale', at: 0, ...login(context, 'last') },
  ]
  if (context.stamp === null) return { restore: restored, revoke: [undefined] }
  const lapsed = context.token.usableUntil ?? at
  const renewal: RenewalOutput[] = [
    { outcome: 'renewed', at, stamp: successor(context.stamp), token: tokens.ordinary },
    { outcome: 'adopted', at, stamp: successor(context.stamp), token: tokens.ordinary },
    { outcome: 'renewed', at, stamp: context.stamp, token: tokens.ordinary },
    { outcome: 'superseded', at: 0, ...login(context, 'ordinary') },
    { outcome: 'ended', at, reason: 'logged_out' },
    { outcome: 'ended', at, reason: 'rejected' },
    { outcome: 'rejected', at, reason: 'rejected' },
    { outcome: 'rejected', at, reason: 'answer_lost' },
    { outcome: 'rejected', at, reason: 'refresh_token_expired' },
    { outcome: 'rejected', at: lapsed, reason: 'refresh_token_expired' },
  ]
  return { renewal }
}

type Payloads<T> = T extends { readonly type: string } ? Omit<T, 'type'> : never
type Cases = {
  readonly [T in SessionEvent['type']]: (
    c: SessionContext,
    snapshot: AnyMachineSnapshot,
  ) => readonly Payloads<Extract<SessionEvent, { type: T }>>[]
}

const events: Cases = {
  'session.loggedIn': (c, snapshot) =>
    (snapshot.value === 'anonymous' ? (Object.keys(tokens) as (keyof typeof tokens)[]) : ['ordinary' as const]).map(
      (kind) => ({ at: 0, ...login(c, kind) }),
    ),
  'sibling.loggedIn': (c) => [{ at: 0, ...login(c, 'ordinary') }],
  'sibling.renewed': (c) => present(c, (stamp) => ({ stamp: successor(stamp), token: tokens.ordinary })),
  'sibling.loggedOut': (c) => [{ at: soon(c), epoch: c.stamp?.epoch ?? '1.a' }],
  'sibling.expired': (c) => [{ at: soon(c), epoch: c.stamp?.epoch ?? '1.a', reason: 'rejected' satisfies EndReason }],
  'tokens.replaced': (c) =>
    present(c, (stamp) => ({ stamp: successor(stamp), token: tokens.ordinary, source: 'header' as const })),
  'request.unauthorized': (c) =>
    [true, false].flatMap((news) => present(c, (stamp) => ({ stamp, news, final: !news }))),
  'requests.counted': (c) => [
    { at: soon(c), waiting: c.waiting + 1, held: c.held },
    { at: soon(c), waiting: c.waiting, held: c.held + 1 },
  ],
  'token.demanded': (c) => present(c, (stamp) => ({ stamp })),
  'lifecycle.woke': (c) =>
    [soon(c), c.token.renewAt, c.token.usableUntil].filter((at) => at !== null).map((at) => ({ at })),
  'lifecycle.hid': (c) => [{ at: soon(c) }],
  'renewal.delayed': (c) => present(c, (stamp) => ({ stamp, ...delay(soon(c)) })),
  'renewal.faulted': () => [{}],
  'persistence.changed': (c) => [{ at: soon(c), persistence: 'device' }],
  'fault.raised': (c) => [{ at: soon(c), where: 'a listener', message: 'it threw' }],
  'user.loggedOut': (c) => [{ at: soon(c), everywhere: false }],
  'user.acknowledged': (c) => [{ at: soon(c) }],
}

/** Facts about a token or a login that is not the present one, and of the present one what is known already. */
export function supersededFacts(context: SessionContext): readonly SessionEvent[] {
  const at = soon(context)
  const foreign = { epoch: '0.z', generation: 99 }
  const renewed = [context.stamp ?? foreign, foreign]
  const used = [context.stamp ? { ...context.stamp, generation: context.stamp.generation - 1 } : foreign, foreign]
  const known = context.stamp ? [{ ...login(context, 'ordinary'), stamp: context.stamp, at }] : []
  const ended = context.stamp ? [foreign] : []
  return [
    ...renewed.flatMap((stamp): SessionEvent[] => [
      { type: 'sibling.renewed', at, stamp, token: tokens.ordinary },
      { type: 'tokens.replaced', at, stamp, token: tokens.ordinary, source: 'header' },
    ]),
    ...used.flatMap((stamp): SessionEvent[] => [
      { type: 'request.unauthorized', at, stamp, news: true, final: true },
      { type: 'token.demanded', at, stamp },
      { type: 'renewal.delayed', at, stamp, ...delay(at) },
    ]),
    ...known.flatMap((fact): SessionEvent[] => [
      { type: 'session.loggedIn', ...fact },
      { type: 'sibling.loggedIn', ...fact },
    ]),
    ...ended.flatMap(({ epoch }): SessionEvent[] => [
      { type: 'sibling.loggedOut', at, epoch },
      { type: 'sibling.expired', at, epoch, reason: 'rejected' },
    ]),
  ]
}

function soon({ armedAt }: SessionContext): number {
  return Math.max(armedAt, 1_000)
}

function present<T>(context: SessionContext, payload: (stamp: Stamp) => T): readonly (T & { readonly at: number })[] {
  return context.stamp === null ? [] : [{ at: soon(context), ...payload(context.stamp) }]
}

function successor({ epoch, generation }: Stamp): Stamp {
  return { epoch, generation: generation + 1 }
}

function login(context: SessionContext, kind: keyof typeof tokens): SessionFacts {
  return {
    stamp: { epoch: context.stamp?.epoch === '1.a' ? '2.b' : '1.a', generation: 1 },
    token: tokens[kind],
    subject: 'h4sh',
    lastLogin: { method: 'password', at: 0 },
  }
}

function delay(at: number) {
  return { cause: 'not_rotated', status: 503, hint: null, retryAt: at + 4_000, notBefore: null } as const
}

/** The session and the ground of a walk that comes to an end. */
export const sessionGround: Ground<typeof sessionMachine> & Stage<typeof sessionMachine> = {
  machine: sessionMachine,
  input: { persistence: 'tab', restoreTimeout: 60_000, requestTimeout: 10_000, whileHidden: false },
  provided: ['dropTokens', 'endRenewal'],
  raised: { 'renewal.faulted': 'renewal' },
  cases: (snapshot, type) => (isKnownGround(snapshot) ? [] : sessionCases(snapshot, type)),
  facts({ context }) {
    const { stamp, token, armedAt, exhausted, refused, hidden } = context as SessionContext
    return [stamp, token, armedAt, exhausted, refused, hidden]
  },
}

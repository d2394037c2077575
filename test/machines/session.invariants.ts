import { isDeepStrictEqual } from 'node:util'
import type { AnyEventObject } from 'xstate'
import type { SessionContext } from '../../machines'
import type { Step } from './replay'
import type { Invariants } from './walk'

const STATUSES = ['restoring', 'anonymous', 'authenticated', 'refreshing', 'queuedRetry', 'expired', 'loggedOut']

const TAGS: Readonly<Record<string, readonly string[]>> = {
  restoring: ['restoring', 'busy'],
  anonymous: ['anonymous', 'notLoggedIn'],
  authenticated: ['authenticated', 'loggedIn'],
  'renewing.refreshing': ['refreshing', 'loggedIn'],
  'renewing.queuedRetry': ['queuedRetry', 'loggedIn', 'busy'],
  'renewing.proving': ['restoring', 'busy'],
  expired: ['expired', 'notLoggedIn'],
  'loggedOut.revoking': ['loggedOut', 'notLoggedIn'],
  'loggedOut.settled': ['loggedOut', 'notLoggedIn'],
}

const KEYS = [
  'settings',
  'stamp',
  'token',
  'armedAt',
  'subject',
  'lastLogin',
  'endReason',
  'exhausted',
  'refused',
  'proving',
  'hidden',
  'delay',
  'waiting',
  'held',
  'persistence',
  'revocation',
]

export const sessionInvariants: Invariants = {
  'the session goes on': ({ after }) => after.status === 'active',
  'each leaf has its own status and its own tags': ({ after }) => {
    const tags = TAGS[leaf(after)]!
    const statuses = tags.filter((tag) => STATUSES.includes(tag))
    return statuses.length === 1 && after.tags.size === tags.length && tags.every((tag) => after.tags.has(tag))
  },
  'no fact is known under a name of its own': (step) =>
    now(step) === was(step) || sameSet(Object.keys(now(step)), KEYS),
  'the context can be written down and read again': (step) =>
    now(step) === was(step) || isDeepStrictEqual(JSON.parse(JSON.stringify(now(step))), now(step)),
  'a stamp is missing exactly where the store is being read and where nobody is logged in': (step) =>
    (now(step).stamp === null) === (leaf(step.after) === 'restoring' || step.after.hasTag('notLoggedIn')),
  'without a stamp nothing is known of a token': (step) =>
    now(step).stamp !== null || Object.values(now(step).token).every((fact) => fact === null || fact === false),
  'only proving is proving': (step) => now(step).proving === (leaf(step.after) === 'renewing.proving'),
  'a refusal is marked in queuedRetry alone': (step) =>
    !now(step).refused || leaf(step.after) === 'renewing.queuedRetry',
  'a delay is known only while a renewal runs': (step) =>
    now(step).delay === null || leaf(step.after).startsWith('renewing'),
  'an exhausted session lives on its last token': (step) =>
    !now(step).exhausted || (leaf(step.after) === 'authenticated' && !now(step).token.renewable),
  'expired has a reason, anonymous has one only for what was not restored, and no other leaf has any': (step) => {
    const { endReason } = now(step)
    if (leaf(step.after) === 'expired') return endReason !== null && endReason !== 'not_restored'
    return endReason === null || (leaf(step.after) === 'anonymous' && endReason === 'not_restored')
  },
  'a subject is remembered only while logged in, proving or expired': (step) =>
    now(step).subject === null || now(step).stamp !== null || leaf(step.after) === 'expired',
  'within a login no generation goes back': (step) => {
    const [last, next] = [was(step).stamp, now(step).stamp]
    return last === null || next === null || last.epoch !== next.epoch || next.generation >= last.generation
  },
  'whoever becomes logged in is told so': (step) => {
    const entered = step.after.hasTag('loggedIn') && !step.before.hasTag('loggedIn')
    const changed = step.after.hasTag('loggedIn') && now(step).stamp?.epoch !== was(step).stamp?.epoch
    return told(step, 'loggedIn').length === (entered || changed ? 1 : 0)
  },
  'a next token is told, and nothing else is told as one': (step) => {
    const [last, next] = [was(step).stamp, now(step).stamp]
    const renewed = last !== null && last.epoch === next?.epoch && last.generation < next.generation
    return told(step, 'renewed').length === (renewed ? 1 : 0)
  },
  'every expiry is told once, with its reason, and drops the tokens for that reason': (step) => {
    const entered = leaf(step.after) === 'expired' && leaf(step.before) !== 'expired'
    const reasons = told(step, 'expired').map(({ reason }) => reason)
    return (
      same(reasons, entered ? [now(step).endReason] : []) &&
      (!entered || same(calls(step, 'dropTokens'), [{ reason: now(step).endReason }]))
    )
  },
  'only who was logged in has expired': ({ before, after }) =>
    leaf(after) !== 'expired' || leaf(before) === 'expired' || before.hasTag('loggedIn'),
  'every logout is told once': (step) => {
    const entered = leaf(step.after).startsWith('loggedOut') && !leaf(step.before).startsWith('loggedOut')
    return told(step, 'loggedOut').length === (entered ? 1 : 0)
  },
  'a logout revokes the token that it ended': (step) =>
    leaf(step.after) !== 'loggedOut.revoking' ||
    leaf(step.before).startsWith('loggedOut') ||
    same(now(step).revocation.stamp, was(step).stamp),
  'a warning is spent as it is told': (step) =>
    told(step, 'expiring').length === 0 || (now(step).token.renewAt === null && !now(step).token.renewable),
  'a delay is told as it is noted': (step) => {
    const news = told(step, 'renewalDelayed').map(({ type: _, stamp: __, ...delay }) => delay)
    return news.length === 0 || (step.event.type === 'renewal.delayed' && same(news, [now(step).delay]))
  },
  'callers, persistence and visibility are known as they were last told': (step) => {
    const { type, waiting, held, persistence } = step.event
    if (type === 'requests.counted') return now(step).waiting === waiting && now(step).held === held
    if (type === 'persistence.changed') return now(step).persistence === persistence
    if (type === 'lifecycle.hid' || type === 'lifecycle.woke') return now(step).hidden === (type === 'lifecycle.hid')
    return now(step).hidden === was(step).hidden && now(step).waiting === was(step).waiting
  },
  'a fault that is raised is told': (step) =>
    told(step, 'fault').length === (step.event.type === 'fault.raised' ? 1 : 0),
  'a renewal that is left is ended': (step) => {
    const left = leaf(step.before).startsWith('renewing') && !leaf(step.after).startsWith('renewing')
    const restarted = step.event.type === 'renewal.faulted'
    return calls(step, 'endRenewal').length === (left || restarted ? 1 : 0)
  },
}

export function leaf({ value }: { readonly value: unknown }): string {
  if (typeof value === 'string') return value
  const [[parent, child]] = Object.entries(value as object) as [[string, unknown]]
  return `${parent}.${leaf({ value: child })}`
}

const now = ({ after }: Step): SessionContext => after.context
const was = ({ before }: Step): SessionContext => before.context
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const sameSet = (a: readonly string[], b: readonly string[]): boolean => same([...a].sort(), [...b].sort())
const told = ({ emitted }: Step, type: string): AnyEventObject[] => emitted.filter((fact) => fact.type === type)

function calls({ called }: Step, action: string): unknown[] {
  return called.filter((call) => call.action === action).map(({ params }) => params)
}

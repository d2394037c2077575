import type { SessionContext, SessionStatus } from '../../machines'
import type { Session } from '../adversity/world'

type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const or =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value))
const one =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value)
const nothing = one(null)
const text: Check = (value) => typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const moment: Check = (value) => typeof value === 'number'
const count: Check = (value) => Number.isInteger(value) && Number(value) >= 0
const shaped =
  (shape: Shape): Check =>
  (value) =>
    misfits(value, shape).length === 0

const stamp = shaped({ epoch: text, generation: moment })
/** Any text, since a later version may know other reasons. */
const endReason = text
const persistence = one('page', 'tab', 'device', 'volatile')

const tokenShape: Shape = {
  expiresAt: or(nothing, moment),
  usableUntil: or(nothing, moment),
  renewAt: or(nothing, moment),
  renewable: flag,
}

const CONTEXT: { readonly [K in keyof SessionContext]: Check } = {
  settings: (value) => typeof value === 'object' && value !== null,
  stamp: or(nothing, stamp),
  token: shaped(tokenShape),
  armedAt: moment,
  subject: or(nothing, text),
  lastLogin: or(nothing, shaped({ method: text, at: moment })),
  endReason: or(nothing, endReason),
  exhausted: flag,
  refused: flag,
  proving: flag,
  hidden: flag,
  delay: or(
    nothing,
    shaped({
      cause: one('not_rotated', 'maybe_rotated', 'misconfigured', 'offline', 'overdue'),
      status: or(nothing, moment),
      hint: or(nothing, text),
      retryAt: moment,
      notBefore: or(nothing, moment),
    }),
  ),
  waiting: count,
  held: count,
  persistence,
  revocation: shaped({ stamp: or(nothing, stamp), everywhere: flag }),
}

/** The names of what is not as it should be; fields too many are among them. */
function misfits(value: unknown, shape: Shape): string[] {
  if (typeof value !== 'object' || value === null) return ['all of it']
  const given = value as Readonly<Record<string, unknown>>
  const names = new Set([...Object.keys(given), ...Object.keys(shape)])
  return [...names].filter((name) => !shape[name]?.(given[name]))
}

/** What is wrong with a context; nothing, if all is well. */
export const misfitsOf = (context: SessionContext) =>
  misfits(context, CONTEXT).map((name) => [name, context[name as keyof SessionContext]])

const STATUSES: readonly SessionStatus[] = [
  'restoring',
  'anonymous',
  'authenticated',
  'refreshing',
  'queuedRetry',
  'expired',
  'loggedOut',
]

const showNaN = (_: string, value: unknown) => (Number.isNaN(value) ? 'NaN' : value)

/** What is wrong with a session: its machine has to live, to know what its types promise, and the snapshot says the same. */
export function wrongWith(session: Session): string[] {
  const state = session.actor.getSnapshot()
  const { status, loggedIn, endReason, user, claims } = session.getSnapshot()
  const right: Record<string, boolean> = {
    'the machine is alive': state.status === 'active' && state.error === undefined,
    'the status is one, and the machine’s': STATUSES.includes(status) && state.hasTag(status),
    'who is logged in is logged in here too': state.hasTag('loggedIn') === loggedIn,
    'the reason is the machine’s': state.context.endReason === endReason,
    'every moment is one': !/:NaN[,}]/.test(`${JSON.stringify(state.context, showNaN)}`.replaceAll('"NaN"', 'NaN')),
    'nothing is shown of nobody': loggedIn || (user === null && claims === null),
  }
  const broken = Object.keys(right).filter((name) => !right[name])
  return [...broken, ...misfitsOf(state.context).map((misfit) => `context: ${JSON.stringify(misfit)}`)]
}

import type { Fault } from '../front/fault'
import type { Faults } from '../front/faults'
import type { ServerSettings } from './server-options'

/** What a server, and the way to it, are like at present. */
export interface Conditions {
  /** Life in seconds of the access tokens that are made from now on. */
  readonly accessLifetime: number
  /** How far its clock is ahead of the machine's, in ms. */
  readonly skewMs: number
  /** Whether the second use of a refresh token ends its login; if not, it is answered again for a minute. */
  readonly strict: boolean
  /** Whether every other request is lost on its way. */
  readonly lossy: boolean
  /** How much later each request is handled, in ms. */
  readonly delayMs: number
  /** Whether renewals are answered 503. */
  readonly busy: boolean
}

/** Conditions that change while the server runs. */
export interface ChangingConditions {
  readonly present: Conditions
  /** Those of the start. */
  readonly usual: Conditions
  /** Those that are left out stay as they are; what is no condition is a `TypeError` that names it. */
  change(next: Partial<Conditions>): void
  /** Back to the usual ones. */
  restore(): void
  /** Those of the way to the server are faults of it from now on. */
  arm(faults: Faults): void
}

const FORGIVING_MS = 60_000
const MOST = 3_600_000
const RENEWALS = '/api/token/refresh/'

type ChangingSettings = { -readonly [Name in keyof ServerSettings]: ServerSettings[Name] }

/** Starts with what the settings say, and changes their clock, life and strictness: to be made before anybody reads those. */
export function createConditions(settings: ChangingSettings): ChangingConditions {
  const { accessLifetime, afterGrace, graceMs, now } = settings
  const strict = afterGrace === 'revokes-family' && graceMs === 0
  const usual: Conditions = { accessLifetime, skewMs: 0, strict, lossy: false, delayMs: 0, busy: false }
  let present = usual
  let arrived = 0
  settings.now = () => now() + present.skewMs

  const become = (next: Conditions) => {
    if (next.lossy !== present.lossy) arrived = 0
    present = next
    settings.accessLifetime = next.accessLifetime
    if (next.strict !== strict || settings.graceMs !== graceMs) settings.graceMs = next.strict ? 0 : FORGIVING_MS
  }
  return {
    usual,
    get present() {
      return present
    },
    change(next) {
      for (const [name, value] of Object.entries(next)) check(usual, name, value)
      become({ ...present, ...next })
    },
    restore: () => become(usual),
    arm(faults) {
      // A getter, for it is read when a request is struck.
      const late: Fault = {
        kind: 'delay',
        get ms() {
          return present.delayMs
        },
      }
      faults.always(() => present.lossy && ++arrived % 2 === 1, { kind: 'drop' })
      faults.always(({ path }) => present.busy && path === RENEWALS, { kind: 'status', status: 503 })
      faults.always(() => present.delayMs > 0, late)
    },
  }
}

function check(known: Conditions, name: string, value: unknown): void {
  if (!Object.hasOwn(known, name)) throw new TypeError(`${name}: no condition`)
  const wanted = typeof known[name as keyof Conditions]
  if (typeof value !== wanted) throw new TypeError(`${name}: a ${wanted}`)
  if (typeof value !== 'number') return
  const least = { accessLifetime: 1, skewMs: -MOST }[name] ?? 0
  if (!(value >= least && value <= MOST)) throw new TypeError(`${name}: from ${least} to ${MOST}`)
}

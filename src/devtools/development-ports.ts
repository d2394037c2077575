import type { AnyActorRef, InspectionEvent, SnapshotFrom } from 'xstate'
import type { sessionMachine } from '../../machines'
import { warnOnce } from '../development'
import type { DevelopmentFact } from '../development-fact'
import type { AuthSessionOptions } from '../options'
import { systemClock } from '../platform/clock'
import { pageLifecycle } from '../platform/lifecycle'
import { webLock } from '../platform/web-lock'
import { type DevelopmentControl, type PortState, registerControl, type SiblingWord } from './control'
import { createBentTransport } from './ports/bent-transport'
import { createMovingClock } from './ports/moving-clock'
import { createRequestBook } from './ports/request-book'
import { createRollCall } from './ports/roll-call'
import { createSteeredLifecycle } from './ports/steered-lifecycle'
import { postTo, watchChannel } from './ports/watched-channel'
import { type LockState, watchLock } from './ports/watched-lock'

/** The parts of a session that the panel looks and acts through. */
export type DevelopmentPorts = Pick<
  AuthSessionOptions,
  'clock' | 'lifecycle' | 'lock' | 'channel' | 'fetch' | 'storage' | 'inspect' | 'observe'
>

type SessionState = SnapshotFrom<typeof sessionMachine>
type Created = Extract<DevelopmentFact, { type: 'session.created' }>

/** How many words between siblings are remembered. */
const WORDS = 50

/**
 * Ports for one session, through which the panel's levers act: `createAuthSession({ backend, ...developmentPorts({ storage }) })`.
 * Each wraps the default, or what is given in its place. A session that was created without them can't be armed later. In a
 * production build it returns what it is given.
 */
export function developmentPorts(given: DevelopmentPorts = {}): DevelopmentPorts {
  const listeners = new Set<() => void>()
  const requests = createRequestBook()
  const base = given.clock ?? systemClock()
  const time = createMovingClock(base)
  const { now } = time.clock
  let actor: AnyActorRef | null = null
  let created: Created | null = null
  let lockState: LockState | null = null
  let lastWake: PortState['lastWake'] = null
  let skew: PortState['skew'] = null
  let words: readonly SiblingWord[] = []
  let offline = false
  let hasSharedStore = false

  const changed = () => {
    for (const listener of [...listeners]) listener()
  }
  const session = (): SessionState | null => actor && (actor.getSnapshot() as SessionState)
  const tab = Math.random().toString(36).slice(2, 6)
  const roll = createRollCall({
    id: tab,
    now: base.now,
    own: () => ({ status: nameOf(session()), lock: lockState ?? 'none' }),
    onChange: changed,
  })
  const page = createSteeredLifecycle(given.lifecycle ?? pageLifecycle(), (what) => {
    if (what === 'woke' || what === 'thawed' || what === 'online') lastWake = { at: now(), what }
    changed()
  })
  const transport = createBentTransport({
    base: () => given.fetch ?? globalThis.fetch,
    isRenewing: () => isRequesting(session()),
    isLoggedIn: () => session()?.hasTag('loggedIn') === true,
    header: () => created?.header ?? null,
    final: () => created?.final ?? [],
    serverTime: () => (time.ahead() > 0 ? base.now() : null),
    onChange: changed,
  })
  const lock = given.lock === undefined ? (webLock() ?? undefined) : given.lock
  const { channel } = given

  const jump = (ms: number) => {
    time.jump(ms)
    page.wake()
  }
  const control: DevelopmentControl = {
    state: () => ({
      ...transport.state(),
      ahead: time.ahead(),
      offline,
      lastWake,
      skew,
      key: created?.key ?? null,
      lock: lock ? (lockState ?? 'none') : null,
      tab,
      tabs: roll.tabs(),
      words,
      hasSharedStore,
    }),
    now,
    after(ms, run) {
      const timer = base.setTimeout(run, ms)
      return () => base.clearTimeout(timer)
    },
    requests,
    levers: {
      lapse() {
        const { usableUntil } = session()?.context.token ?? {}
        if (typeof usableUntil === 'number') jump(usableUntil - now())
      },
      refuseNext: transport.refuseNext,
      setRenewals: transport.setRenewals,
      setOffline(value) {
        offline = value
        transport.setOffline(value)
        page.setOffline(value)
      },
      sleep: jump,
      async logOutElsewhere() {
        const { epoch } = session()?.context.stamp ?? {}
        if (!created || epoch === undefined || !given.storage) return
        await given.storage(created.key).end(epoch, 'logged_out')
        if (channel !== null) postTo(channel, created.key)
      },
    },
    subscribe(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    callRoll: roll.call,
  }

  return {
    ...given,
    clock: time.clock,
    lifecycle: page.lifecycle,
    fetch: transport.fetch,
    ...(lock && {
      lock: watchLock(lock, (state) => {
        lockState = state
        roll.tell()
        changed()
      }),
    }),
    ...(channel !== null && {
      channel: watchChannel(channel, {
        opened: roll.open,
        closed: roll.close,
        passed(way) {
          words = [...words, { at: now(), way }].slice(-WORDS)
          changed()
        },
      }),
    }),
    inspect(event: InspectionEvent) {
      if (typeof given.inspect === 'function') given.inspect(event)
      else given.inspect?.next?.(event)
      const { sessionId } = event.actorRef as AnyActorRef
      if (event.type === '@xstate.actor' && sessionId === event.rootId) {
        actor = event.actorRef as AnyActorRef
        registerControl(actor, control)
      }
      if (event.type === '@xstate.snapshot' && sessionId === event.rootId) roll.tell()
      changed()
    },
    observe(fact: DevelopmentFact) {
      given.observe?.(fact)
      if (fact.type === 'session.created') {
        if (created) warnOnce('developmentPorts: these ports serve another session already; make some for each')
        created = fact
        hasSharedStore = isShared(given.storage, fact.key)
      } else if (fact.type === 'skew.measured') skew = { ms: fact.skew, source: fact.source, at: fact.at }
      else requests.note(fact)
      changed()
    },
  }
}

/** Its status, as the chart's tag has it. */
function nameOf(state: SessionState | null): string {
  const shared = ['loggedIn', 'notLoggedIn', 'busy']
  return [...(state?.tags ?? [])].find((tag) => !shared.includes(tag)) ?? 'not started'
}

function isRequesting(state: SessionState | null): boolean {
  const renewal = state?.children.renewal?.getSnapshot() as { matches?(value: object): boolean } | undefined
  return renewal?.matches?.({ exclusive: 'requesting' }) === true
}

function isShared(storage: AuthSessionOptions['storage'], key: string): boolean {
  if (!storage) return false
  try {
    return !['page', 'tab'].includes(storage(key).scope)
  } catch {
    return false
  }
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyActorLogic,
  type AnyEventObject,
  type AnyMachineSnapshot,
  createActor,
  fromPromise,
  SimulatedClock,
} from 'xstate'
import {
  MAX_DELAY,
  renewalMachine,
  type SessionContext,
  type SessionEvent,
  type Stamp,
  sessionMachine,
} from '../../machines'
import { me } from '../adversity/world'
import { doneBy, failedBy } from '../machines/xstate-events'
import { draws, PATIENCE } from '../properties/draws'
import { demands, type Ends, ends, oddEvents, sessionEvents } from './drawn-events'
import { createGrounds } from './ground'
import { misfitsOf, wrongWith } from './shape'

const never = fromPromise(() => new Promise<never>(() => {}))

/** Every actor of that machine, and none of them ends by itself. */
const idle = (machine: { implementations: { actors: object } }): Record<string, AnyActorLogic> =>
  Object.fromEntries(Object.keys(machine.implementations.actors).map((name) => [name, never]))

/** Simulated time in which a timer that no `setTimeout` could bear is an error. */
function createStrictClock() {
  const clock = new SimulatedClock()
  const unbearable: number[] = []
  return {
    unbearable,
    increment: (ms: number) => clock.increment(ms),
    clock: {
      setTimeout(run: () => void, ms: number) {
        if (!(ms >= 0 && ms <= MAX_DELAY)) unbearable.push(ms)
        return clock.setTimeout(run, ms)
      },
      clearTimeout: (id: number) => clock.clearTimeout(id),
    },
  }
}

const pauses = fc.constantFrom(1, 5_000, 10_000, 60_000, 300_000, MAX_DELAY)
type Move = { readonly event: unknown } | { readonly ends: Ends } | { readonly pass: number }
/** `weight`: of the events among the ends of actors and the pauses. */
const movesOf = (events: fc.Arbitrary<unknown>, weight: number): fc.Arbitrary<Move[]> =>
  fc.array(
    fc.oneof(
      { weight, arbitrary: events.map((event) => ({ event })) },
      { weight: 3, arbitrary: ends.map((ends) => ({ ends })) },
      { weight: 1, arbitrary: pauses.map((pass) => ({ pass })) },
    ),
    { minLength: 1, maxLength: 16, size: 'max' },
  )

interface Told {
  send(event: unknown): void
  getSnapshot(): AnyMachineSnapshot
}

/** Does it, and returns what reached the machine: only an actor that runs can end. */
function play(actor: Told, move: Move, pass: (ms: number) => void): { readonly type: string } {
  if ('pass' in move) {
    pass(move.pass)
    return { type: 'time' }
  }
  if ('event' in move) {
    actor.send(move.event)
    return move.event as { type: string }
  }
  const [running] = Object.keys(actor.getSnapshot().children)
  if (running === undefined) return { type: 'nothing' }
  const end = move.ends[running]
  const event = end ? doneBy(running, end.output) : failedBy(running)
  actor.send(event)
  return event
}

const INPUT = { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true } as const
const RENEWAL_INPUT = { stamp: { epoch: '1.a', generation: 1 }, at: 0, requestTimeout: 10_000, waiting: 0 }

const openSession = (clock: ReturnType<typeof createStrictClock>['clock'], whileHidden = true) =>
  createActor(sessionMachine.provide({ actors: idle(sessionMachine) as object }), {
    input: { ...INPUT, whileHidden },
    clock,
  })
const openRenewal = (clock: ReturnType<typeof createStrictClock>['clock']) =>
  createActor(renewalMachine.provide({ actors: idle(renewalMachine) as object }), { input: RENEWAL_INPUT, clock })

const EVENTS: readonly string[] = sessionMachine.events

/** Whether that can end a session against the user's will: time, a renewal, or a fact about the present login. */
function isEnding(event: unknown, { context }: AnyMachineSnapshot): boolean {
  const { stamp } = context as SessionContext
  const fact = event as Partial<SessionEvent> & { readonly type: string }
  if (fact.type === 'sibling.expired') return stamp !== null && 'epoch' in fact && fact.epoch === stamp.epoch
  if (fact.type === 'request.unauthorized')
    return 'final' in fact && fact.final === true && JSON.stringify(fact.stamp) === JSON.stringify(stamp)
  return ['time', 'lifecycle.woke', 'xstate.done.actor.renewal'].includes(fact.type)
}
const STATUSES = ['restoring', 'anonymous', 'authenticated', 'refreshing', 'queuedRetry', 'expired', 'loggedOut']

/** What a session chart must never be, after that event. */
function wrongWithChart(snapshot: AnyMachineSnapshot, before: AnyMachineSnapshot, event: unknown, known: Set<string>) {
  const context = snapshot.context as SessionContext
  const { stamp } = context
  const right: Record<string, boolean> = {
    'it lives': snapshot.status === 'active',
    'it has one status': [...snapshot.tags].filter((tag) => STATUSES.includes(tag)).length === 1,
    'who is logged in has a token that was told of': !snapshot.hasTag('loggedIn') || known.has(JSON.stringify(stamp)),
    'who is not has none': !snapshot.hasTag('notLoggedIn') || stamp === null,
    'it expires only by an end': !snapshot.hasTag('expired') || before.hasTag('expired') || isEnding(event, before),
    'it expires for a reason': !snapshot.hasTag('expired') || context.endReason !== null,
  }
  const broken = Object.keys(right).filter((name) => !right[name])
  return [...broken, ...misfitsOf(context).map((misfit) => JSON.stringify(misfit))]
}

/** The stamps that an event, or an output in it, tells of. */
function stampsIn(event: unknown): string[] {
  const { stamp, output } = Object(event) as { stamp?: Stamp; output?: { stamp?: Stamp } }
  return [stamp, output?.stamp].filter((found) => found !== undefined).map((found) => JSON.stringify(found))
}

describe('whatever a host tells, in any order, as long as it is what the types say', () => {
  test(
    'the session machine lives, and is where that leads',
    () => {
      fc.assert(
        fc.property(movesOf(sessionEvents, 5), fc.boolean(), (moves, whileHidden) => {
          const { clock, increment, unbearable } = createStrictClock()
          const actor = openSession(clock, whileHidden).start()
          const known = new Set<string>()
          for (const move of moves) {
            const before = actor.getSnapshot()
            const event = play(actor as Told, move, increment)
            for (const stamp of stampsIn(event)) known.add(stamp)
            const wrong = wrongWithChart(actor.getSnapshot(), before, event, known)
            if (wrong.length > 0) throw new Error(`after ${event.type}: ${wrong}`)
          }
          actor.stop()
          if (unbearable.length > 0) throw new Error(`timers of ${unbearable}`)
        }),
        draws(3_000),
      )
    },
    PATIENCE,
  )

  test(
    'the renewal machine lives or ends with an outcome',
    () => {
      fc.assert(
        fc.property(movesOf(demands, 1), (moves) => {
          const { clock, increment, unbearable } = createStrictClock()
          const actor = openRenewal(clock).start()
          for (const move of moves) {
            if (actor.getSnapshot().status !== 'active') break
            play(actor as Told, move, increment)
            const { status, output, context } = actor.getSnapshot() as AnyMachineSnapshot
            if (status === 'error') throw new Error('it ended with an error')
            if ((status === 'done') !== (context.result !== null)) throw new Error('it ended without an outcome')
            if (status === 'done') expect(output).toBe(context.result)
          }
          actor.stop()
          if (unbearable.length > 0) throw new Error(`timers of ${unbearable}`)
        }),
        draws(2_000),
      )
    },
    PATIENCE,
  )
})

/** XState keeps other types to itself: `xstate.stop` stops an actor; `*`, and what is no text, is an error to it. */
const isEvent = (event: unknown): event is AnyEventObject => {
  const { type } = Object(event) as { type?: unknown }
  return typeof type === 'string' && !/^(xstate\.|\*$)/.test(type)
}

test(
  'fields that are missing, or of any other kind, end no bare machine either, and throw nothing at whoever sends them; other types are ignored',
  () => {
    fc.assert(
      fc.property(movesOf(fc.oneof(oddEvents, sessionEvents).filter(isEvent), 5), (moves) => {
        const { clock, increment, unbearable } = createStrictClock()
        const actor = openSession(clock).start()
        for (const move of moves) {
          const before = actor.getSnapshot()
          play(actor as Told, move, increment)
          if ('event' in move && !EVENTS.includes((move.event as AnyEventObject).type))
            expect(actor.getSnapshot().value).toEqual(before.value)
          expect(actor.getSnapshot().status).toBe('active')
        }
        actor.stop()
        expect(unbearable).toEqual([])
      }),
      draws(3_000),
    )
  },
  PATIENCE,
)

test.each([5n, Symbol('odd'), Object.create(null), 'many', null])(
  'a number of callers that is none is nobody: %s',
  (waiting) => {
    const actor = openSession(createStrictClock().clock).start()
    const stamp = { epoch: '1.a', generation: 1 }
    const token = { expiresAt: 9_000, usableUntil: 8_000, renewAt: 5_000, renewable: true }
    actor.send({ type: 'session.loggedIn', at: 0, stamp, token, subject: null, lastLogin: null })
    ;(actor as Told).send({ type: 'requests.counted', at: 0, waiting, held: waiting })
    actor.send({ type: 'token.demanded', at: 0, stamp })
    ;(actor as Told).send({ type: 'requests.counted', at: 0, waiting, held: waiting })
    const { status, context } = actor.getSnapshot()
    expect({ status, waiting: context.waiting, held: context.held }).toEqual({ status: 'active', waiting: 0, held: 0 })
    actor.send({ type: 'requests.counted', at: 0, waiting: 2, held: 1 })
    expect(actor.getSnapshot().context).toMatchObject({ waiting: 2, held: 1 })
  },
)

test(
  'whatever an app sends to a session’s own actor, nothing changes',
  async () => {
    const onGround = createGrounds()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(sessionEvents, oddEvents), { minLength: 1, maxLength: 3 }), (events) =>
        onGround(async (ground) => {
          await ground.begin()
          const { session } = ground
          const before = session.actor.getSnapshot()
          for (const event of events) (session.actor as Told).send(event)
          await ground.time.settle()
          if (session.actor.getSnapshot() !== before) throw new Error('it is in another state')
          await ground.expectGoingOn()
        }),
      ),
      draws(2_000),
    )
  },
  PATIENCE,
)

const refuse = () => {
  throw new Error('no')
}

describe('whatever an app calls, with any arguments', () => {
  const odd = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
    fc.constantFrom<unknown[]>(undefined, null, () => 1, refuse, Symbol('odd'), me),
    fc.constantFrom<unknown[]>(new URL(me), 'ada', 'password', 'loggedIn', { status: 401 }, { signal: 1 }, { hold: 1 }),
    fc.record({ auth: fc.anything(), headers: fc.anything(), body: fc.anything(), method: fc.anything() }),
    fc.record({ minValidFor: fc.oneof(fc.double(), fc.anything()), isUnauthorized: fc.anything() }),
  )
  const names = fc.constantFrom(
    ...(['login', 'setTokens', 'logout', 'fetch', 'accessToken', 'withToken', 'on', 'subscribe'] as const),
    ...(['acknowledge', 'start', 'stop', 'getSnapshot', 'timeline'] as const),
  )

  test(
    'it is told in time, and the session can be used',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(names, fc.array(odd, { maxLength: 3 }), (name, args) =>
          onGround(async (ground) => {
            await ground.begin()
            const { session } = ground
            const call = session[name] as (...args: unknown[]) => unknown
            const attempt = async () => call(...args)
            await ground.settled(attempt(), 61_000)
            const wrong = wrongWith(session)
            if (wrong.length > 0) throw new Error(wrong.join())
            await ground.expectGoingOn()
          }),
        ),
        draws(2_000),
      )
    },
    PATIENCE,
  )
})

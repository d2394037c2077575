import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { createDeadlines } from '../../src/platform/deadlines'
import { draws } from './draws'

const DAY = 86_400_000

const spans = fc.oneof(fc.integer({ min: -1_000, max: 90_000 }), fc.integer({ min: 0, max: 400 * DAY }))
const steps = fc.oneof(
  fc.record({ step: fc.constant('set' as const), ms: spans, own: fc.boolean() }),
  fc.record({ step: fc.constant('set' as const), ms: fc.constantFrom(Number.NaN, Infinity, 1e308), own: fc.boolean() }),
  fc.record({ step: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 120_000 }) }),
  fc.record({ step: fc.constant('sleep' as const), ms: fc.integer({ min: 0, max: DAY }) }),
  fc.record({ step: fc.constant('move the wall clock' as const), ms: fc.integer({ min: -DAY, max: DAY }) }),
  fc.record({ step: fc.constant('cancel' as const), of: fc.nat(9) }),
  fc.record({ step: fc.constantFrom('suspend' as const, 'resume' as const, 'wake' as const) }),
)

interface Waiting {
  readonly at: number
  readonly own: boolean
  handle?: object
  ranAt: number | null
  cancelled: boolean
}

/** Deadlines over a clock that notes what its timers are given. */
function watchTimers() {
  const time = createSimulatedTime()
  const delays: number[] = []
  const clock = {
    ...time.clock,
    setTimeout(run: () => void, ms: number) {
      delays.push(ms)
      return time.clock.setTimeout(run, ms)
    },
  }
  return { time, delays, deadlines: createDeadlines(clock) }
}

test('however clocks jump and timers sleep, time never goes back, nothing runs early or twice, and what is due has run', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (steps) => {
      const { time, delays, deadlines } = watchTimers()
      const all: Waiting[] = []
      let last = deadlines.now()
      let isSuspended = false
      for (const step of steps) {
        if (step.step === 'set') {
          const waiting: Waiting = { at: deadlines.now() + step.ms, own: step.own, ranAt: null, cancelled: false }
          const run = () => {
            expect([waiting.ranAt, waiting.cancelled, isSuspended && waiting.own]).toEqual([null, false, false])
            waiting.ranAt = deadlines.now()
          }
          waiting.handle = deadlines.set(waiting.at, run, step.own)
          all.push(waiting)
        }
        if (step.step === 'advance') await time.advance(step.ms)
        if (step.step === 'sleep') time.sleep(step.ms)
        if (step.step === 'move the wall clock') time.setWallClock(step.ms)
        const waiting = step.step === 'cancel' ? all[step.of] : undefined
        if (waiting?.handle && waiting.ranAt === null) {
          deadlines.cancel(waiting.handle)
          waiting.cancelled = true
        }
        if (step.step === 'suspend' || step.step === 'resume') {
          isSuspended = step.step === 'suspend'
          deadlines[step.step]()
        }
        if (step.step === 'wake') deadlines.wake()
        const now = deadlines.now()
        expect(now).toBeGreaterThanOrEqual(last)
        last = now
      }
      deadlines.wake()
      await time.advance(1)
      for (const { at, own, ranAt, cancelled } of all) {
        const isDue = at <= deadlines.now() - 1 && !cancelled && !(own && isSuspended)
        if (isDue) expect(ranAt).not.toBeNull()
        if (ranAt !== null) expect(ranAt).toBeGreaterThanOrEqual(at)
      }
      expect(delays.filter((ms) => !(ms >= 0 && ms <= 30_000))).toEqual([])
    }),
    draws(1_000),
  )
})

test('a deadline is reached at its very moment while nothing sleeps, however far it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 * DAY }), async (ms) => {
      const { time, deadlines } = watchTimers()
      const start = deadlines.now()
      let ranAt = 0
      deadlines.set(start + ms, () => {
        ranAt = deadlines.now()
      })
      time.sleep(Math.max(ms - 100_000, 0))
      await time.advance(200_000)
      expect(ranAt - start).toBe(ms)
    }),
    draws(200),
  )
})

test('time is never slower than the monotonic clock, and believes a wall clock that is ahead', () => {
  const moves = fc.array(fc.tuple(fc.integer({ min: -DAY, max: DAY }), fc.nat(DAY)), { maxLength: 20 })
  fc.assert(
    fc.property(moves, (moves) => {
      const { time, deadlines } = watchTimers()
      let steady = deadlines.now()
      for (const [jump, passed] of moves) {
        time.setWallClock(jump)
        time.sleep(passed)
        steady = Math.max(steady + passed, time.now())
        expect(deadlines.now()).toBe(steady)
      }
    }),
    draws(1_000),
  )
})

import { expect, test } from 'vitest'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { createDeadlines } from '../../src/platform/deadlines'

const HOUR = 3_600_000

test('deadlines run at their moments, in order, and those that were cancelled do not', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const start = deadlines.now()
  const ran: [string, number][] = []
  const run = (name: string) => () => ran.push([name, deadlines.now() - start])
  deadlines.set(start + 2_000, run('second'))
  deadlines.set(start + 1_000, run('first'))
  deadlines.cancel(deadlines.set(start + 1_500, run('cancelled')))
  await time.advance(10_000)
  expect(ran).toEqual([
    ['first', 1_000],
    ['second', 2_000],
  ])
  expect(time.pending).toBe(0)
})

test('a deadline in sixty days is reached in slices, and never at once', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const due = deadlines.now() + 60 * 24 * HOUR
  let ranAt = 0
  deadlines.set(due, () => {
    ranAt = deadlines.now()
  })
  await time.advance(59 * 24 * HOUR)
  expect(ranAt).toBe(0)
  await time.advance(24 * HOUR)
  expect(ranAt).toBe(due)
})

test('after a sleep, waking runs at once what became due, earliest first, and says first that timers have slept', () => {
  const time = createSimulatedTime()
  const ran: string[] = []
  const deadlines = createDeadlines(time.clock, () => ran.push('slept'))
  deadlines.set(deadlines.now() + 2_000, () => ran.push('second'))
  deadlines.set(deadlines.now() + 1_000, () => ran.push('first'))
  time.sleep(HOUR)
  deadlines.wake()
  expect(ran).toEqual(['slept', 'first', 'second'])
})

test('a wall clock set back does not slow time down, and one set forward is believed', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const start = deadlines.now()
  time.setWallClock(-HOUR)
  await time.advance(1_000)
  expect(deadlines.now() - start).toBe(1_000)
  time.setWallClock(3 * HOUR)
  expect(deadlines.now() - start).toBe(2 * HOUR + 1_000)
})

test("while suspended the session's own deadlines rest, and others run", async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const ran: string[] = []
  deadlines.set(deadlines.now() + 1_000, () => ran.push('own'), true)
  deadlines.set(deadlines.now() + 1_000, () => ran.push("a caller's"))
  deadlines.suspend()
  await time.advance(5_000)
  expect(ran).toEqual(["a caller's"])
  deadlines.resume()
  await time.advance(1)
  expect(ran).toEqual(["a caller's", 'own'])
})

test('a wait settles as its promise does, or by its bound, and leaves no timer', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const late = () => 'late'
  expect(await deadlines.within(1_000, Promise.resolve('in time'), late)).toBe('in time')
  await expect(deadlines.within(1_000, Promise.reject(new Error('failed')), late)).rejects.toThrow('failed')
  const never = deadlines.within(1_000, new Promise<string>(() => {}), late)
  await time.advance(1_000)
  expect(await never).toBe('late')
  expect(time.pending).toBe(0)
})

test('a wait through a sleep has a moment from the wake, so that an answer that came meanwhile is heard', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const late = () => 'late'
  const [answered, never] = [1, 2].map(() => {
    let resolve = (_: string) => {}
    const promise = new Promise<string>((settle) => {
      resolve = settle
    })
    return { resolve, within: deadlines.within(10_000, promise, late) }
  })
  const outcomes: string[] = []
  answered!.within.then((outcome) => outcomes.push(outcome))
  never!.within.then((outcome) => outcomes.push(outcome))
  time.sleep(HOUR)
  await time.advance(1_999)
  expect(outcomes).toEqual([])
  answered!.resolve('heard')
  await time.advance(1)
  expect(outcomes).toEqual(['heard', 'late'])
  expect(time.pending).toBe(0)
})

test('a sleep is noticed although what was to end it is cancelled first, and something else is set', () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  const start = deadlines.now()
  const first = deadlines.set(start + 10_000, () => {})
  time.sleep(HOUR)
  deadlines.cancel(first)
  deadlines.set(start + 2 * HOUR, () => {})
  expect(deadlines.patience(start + 10_000)).toBe(start + HOUR + 2_000)
})

test('a wait that begins after a wake has its own bound and no more', async () => {
  const time = createSimulatedTime()
  const deadlines = createDeadlines(time.clock)
  deadlines.set(deadlines.now() + 1_000, () => {})
  time.sleep(HOUR)
  await time.advance(0)
  const never = deadlines.within(500, new Promise<string>(() => {}), () => 'late')
  await time.advance(500)
  expect(await never).toBe('late')
})

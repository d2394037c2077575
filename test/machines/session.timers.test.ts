import { describe, expect, test, vi } from 'vitest'
import { MAX_DELAY, type TokenFacts } from '../../machines'
import { DAY, first, fiveMinutes, lastFiveMinutes, login, MINUTE, stageSession, withoutEnd } from './session-stage'

const sixtyDays: TokenFacts = {
  expiresAt: 60 * DAY,
  usableUntil: 60 * DAY - 2_000,
  renewAt: 60 * DAY - MINUTE,
  renewable: true,
}

describe('a token of sixty days', () => {
  test('arms no timer longer than setTimeout bears', () => {
    const stage = stageSession()
    const armed = vi.spyOn(stage.clock, 'setTimeout')
    stage.logIn(sixtyDays)
    expect(armed.mock.calls.map(([, delay]) => delay)).toEqual([MAX_DELAY, MAX_DELAY])
  })

  test('is renewed a minute before its end, not a timer’s length after the login', () => {
    const stage = stageSession()
    stage.logIn(sixtyDays)
    stage.clock.increment(MAX_DELAY)
    stage.clock.increment(MAX_DELAY)
    stage.clock.increment(60 * DAY - MINUTE - 2 * MAX_DELAY - 1)
    expect(stage.leaf()).toBe('authenticated')
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('renewing.refreshing')
    expect(stage.inputOf('renewal')).toEqual({
      stamp: first,
      at: 60 * DAY - MINUTE,
      requestTimeout: 10_000,
      waiting: 0,
    })
  })

  test('that is renewed early lapses on its own day', () => {
    const stage = stageSession()
    stage.logIn(sixtyDays)
    stage.send({ type: 'token.demanded', at: 0, stamp: first })
    stage.clock.increment(MAX_DELAY)
    stage.clock.increment(MAX_DELAY)
    stage.clock.increment(60 * DAY - 2_000 - 2 * MAX_DELAY - 1)
    expect(stage.leaf()).toBe('renewing.refreshing')
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('renewing.queuedRetry')
  })

  test('that is the last one is announced once and ends on its day', () => {
    const stage = stageSession()
    stage.logIn({ expiresAt: 60 * DAY, usableUntil: 60 * DAY, renewAt: 20 * DAY, renewable: false })
    stage.told.length = 0
    for (const moment of [20 * DAY, MAX_DELAY, 2 * MAX_DELAY, 60 * DAY - 1]) stage.clock.set(moment)
    expect(stage.told).toEqual([{ type: 'expiring', stamp: first, expiresAt: 60 * DAY }])
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('expired')
    expect(stage.told.at(-1)).toEqual({ type: 'expired', reason: 'access_token_expired' })
  })
})

describe('a token without a known end', () => {
  test('is left alone by every timer', () => {
    const stage = stageSession()
    stage.logIn(withoutEnd)
    const before = stage.context()
    for (let sleeps = 0; sleeps < 10; sleeps++) stage.clock.increment(MAX_DELAY)
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.context()).toEqual(before)
  })

  test('does not lapse while it is being renewed', () => {
    const stage = stageSession()
    stage.logIn(withoutEnd)
    stage.send({ type: 'token.demanded', at: 0, stamp: first })
    for (let sleeps = 0; sleeps < 10; sleeps++) stage.clock.increment(MAX_DELAY)
    expect(stage.leaf()).toBe('renewing.refreshing')
  })
})

describe('the timers of an ordinary token', () => {
  test('renew it before its end and stop sending it when it lapses', () => {
    const stage = stageSession()
    stage.logIn()
    stage.clock.increment(4 * MINUTE)
    expect(stage.leaf()).toBe('renewing.refreshing')
    stage.clock.increment(MINUTE - 2_001)
    expect(stage.leaf()).toBe('renewing.refreshing')
    stage.clock.increment(1)
    expect(stage.leaf()).toBe('renewing.queuedRetry')
  })

  test.each([{ type: 'tokens.replaced', source: 'header' }, { type: 'sibling.renewed' }] as const)(
    'start anew with the token that replaces it ($type)',
    (event) => {
      const stage = stageSession()
      stage.logIn()
      stage.clock.increment(3 * MINUTE)
      const token: TokenFacts = { expiresAt: 8 * MINUTE, usableUntil: 8 * MINUTE, renewAt: 7 * MINUTE, renewable: true }
      const stamp = { ...first, generation: 2 }
      stage.send({ ...event, at: 3 * MINUTE, stamp, token })
      stage.clock.increment(4 * MINUTE - 1)
      expect(stage.leaf()).toBe('authenticated')
      stage.clock.increment(1)
      expect(stage.leaf()).toBe('renewing.refreshing')
    },
  )

  test('run on from now for a token whose renewal is overdue as it comes', () => {
    const stage = stageSession()
    stage.clock.set(4 * MINUTE + 30_000)
    stage.send({ type: 'session.loggedIn', at: 4 * MINUTE + 30_000, ...login })
    stage.clock.increment(0)
    expect(stage.leaf()).toBe('renewing.refreshing')
    expect(stage.inputOf('renewal')).toMatchObject({ at: 4 * MINUTE + 30_000 })
    stage.clock.increment(28_000)
    expect(stage.leaf()).toBe('renewing.queuedRetry')
  })

  test('announce the end of a token that cannot be renewed, and keep it', () => {
    const stage = stageSession()
    stage.logIn(lastFiveMinutes)
    stage.told.length = 0
    stage.clock.increment(4 * MINUTE)
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.told).toEqual([{ type: 'expiring', stamp: first, expiresAt: 5 * MINUTE }])
    stage.clock.increment(MINUTE - 2_000)
    expect(stage.context()).toMatchObject({ stamp: null, endReason: 'access_token_expired', subject: 'h4sh' })
    expect(stage.dropped).toEqual(['access_token_expired'])
  })
})

describe('waking', () => {
  test('before anything is due changes nothing and tells nothing', () => {
    const stage = stageSession()
    stage.logIn()
    stage.told.length = 0
    const before = stage.context()
    stage.send({ type: 'lifecycle.woke', at: MINUTE })
    expect({ leaf: stage.leaf(), context: stage.context(), told: stage.told }).toEqual({
      leaf: 'authenticated',
      context: before,
      told: [],
    })
  })

  test.each([
    { slept: 'until a renewal is due', at: 4 * MINUTE, token: fiveMinutes, leaf: 'renewing.refreshing' },
    { slept: 'past the end of a token', at: 5 * MINUTE, token: fiveMinutes, leaf: 'renewing.queuedRetry' },
    { slept: 'past the end of the last token', at: 5 * MINUTE, token: lastFiveMinutes, leaf: 'expired' },
    { slept: 'past the warning for the last token', at: 4 * MINUTE, token: lastFiveMinutes, leaf: 'authenticated' },
    { slept: 'with a token of no known end', at: 60 * DAY, token: withoutEnd, leaf: 'authenticated' },
  ])('after a sleep $slept leads to $leaf', ({ at, token, leaf }) => {
    const stage = stageSession()
    stage.logIn(token)
    stage.send({ type: 'lifecycle.woke', at })
    expect(stage.leaf()).toBe(leaf)
  })

  test('past the end in the middle of a renewal makes callers wait', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.refreshing')
    stage.send({ type: 'lifecycle.woke', at: 5 * MINUTE })
    expect(stage.leaf()).toBe('renewing.queuedRetry')
  })
})

describe('with whileHidden: false', () => {
  test('a hidden page lets the moment of renewal pass and renews on its return', () => {
    const stage = stageSession({ whileHidden: false })
    stage.logIn()
    stage.send({ type: 'lifecycle.hid', at: MINUTE })
    stage.clock.increment(DAY)
    expect(stage.leaf()).toBe('authenticated')
    stage.send({ type: 'lifecycle.woke', at: 4 * MINUTE })
    expect(stage.leaf()).toBe('renewing.refreshing')
    expect(stage.context().hidden).toBe(false)
  })

  test('a hidden page that returns too late makes callers wait', () => {
    const stage = stageSession({ whileHidden: false })
    stage.logIn()
    stage.send({ type: 'lifecycle.hid', at: MINUTE })
    stage.clock.increment(DAY)
    stage.send({ type: 'lifecycle.woke', at: DAY })
    expect(stage.leaf()).toBe('renewing.queuedRetry')
  })

  test('a visible page renews on time', () => {
    const stage = stageSession({ whileHidden: false })
    stage.logIn()
    stage.send({ type: 'lifecycle.hid', at: MINUTE })
    stage.send({ type: 'lifecycle.woke', at: 2 * MINUTE })
    stage.clock.increment(4 * MINUTE)
    expect(stage.leaf()).toBe('renewing.refreshing')
  })

  test('the last token of a hidden page ends on time all the same', () => {
    const stage = stageSession({ whileHidden: false })
    stage.logIn(lastFiveMinutes)
    stage.send({ type: 'lifecycle.hid', at: MINUTE })
    stage.clock.increment(5 * MINUTE)
    expect(stage.leaf()).toBe('expired')
  })
})

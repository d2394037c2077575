import { describe, expect, test, vi } from 'vitest'
import { type AnyActorLogic, createActor, SimulatedClock } from 'xstate'
import { renewalMachine, sessionMachine } from '../../machines'
import { first, fiveMinutes, second, stageSession } from './session-stage'
import { createJournal } from './xstate-events'

describe('a renewal actor that fails', () => {
  test('is started again after the request time-out, for the same token', async () => {
    const stage = stageSession({ requestTimeout: 7_000 })
    await stage.arriveIn('renewing.queuedRetry')
    await stage.renewalFailed()
    stage.clock.increment(6_999)
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('renewing.queuedRetry')

    stage.clock.increment(1)
    expect(stage.inputOf('renewal')).toMatchObject({ stamp: first })
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('authenticated')
    expect(stage.context().stamp).toEqual(second)
  })

  test('is started again as often as it fails', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.queuedRetry')
    for (let failures = 0; failures < 5; failures++) {
      await stage.renewalFailed()
      stage.clock.increment(10_000)
    }
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('authenticated')
  })

  test('and one that ends with a token of no use are treated alike', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.queuedRetry')
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: first, token: fiveMinutes })
    expect(stage.leaf()).toBe('renewing.queuedRetry')
    stage.clock.increment(10_000)
    await stage.renewalEnded({ outcome: 'renewed', at: 1, stamp: second, token: fiveMinutes })
    expect(stage.leaf()).toBe('authenticated')
  })

  test('is not started again once the session is left', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.queuedRetry')
    await stage.renewalFailed()
    stage.send({ type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'given' })
    stage.clock.increment(10_000)
    expect(stage.leaf()).toBe('authenticated')
  })

  test('leaves no pause behind that could disturb the next renewal', async () => {
    const stage = stageSession()
    await stage.arriveIn('renewing.queuedRetry')
    await stage.renewalFailed()
    stage.send({ type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'given' })
    stage.send({ type: 'token.demanded', at: 2, stamp: second })
    const { renewal } = stage.actor.getSnapshot().children
    stage.clock.increment(10_000)
    expect(stage.leaf()).toBe('renewing.refreshing')
    expect(stage.actor.getSnapshot().children.renewal).toBe(renewal)
  })

  test('while proving is started again as a login that callers wait for', async () => {
    const stage = stageSession({ restoreTimeout: 30_000 })
    await stage.arriveIn('renewing.proving')
    await stage.renewalFailed()
    stage.clock.increment(10_000)
    expect(stage.leaf()).toBe('renewing.queuedRetry')
    expect(stage.told).toEqual([{ type: 'loggedIn', stamp: first, by: 'restore' }])
  })

  test('while callers keep coming leaves them counted', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const stage = stageSession()
    await stage.arriveIn('renewing.queuedRetry')
    await stage.renewalFailed()
    stage.send({ type: 'requests.counted', at: 1, waiting: 3, held: 0 })
    stage.clock.increment(10_000)
    expect(stage.inputOf('renewal')).toMatchObject({ waiting: 3 })
  })
})

describe('an actor that nobody provided', () => {
  const input = { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true } as const

  test.each([
    ...Object.keys(sessionMachine.implementations.actors).map((name) => ({ machine: 'sessionMachine', name })),
    ...Object.keys(renewalMachine.implementations.actors).map((name) => ({ machine: 'renewalMachine', name })),
  ])('$machine’s $name says its name and what to do', ({ name }) => {
    const actors: Record<string, unknown> = {
      ...renewalMachine.implementations.actors,
      ...sessionMachine.implementations.actors,
    }
    const { error } = createActor(actors[name] as AnyActorLogic, { src: name }).getSnapshot() as { error?: Error }
    expect(error?.message).toBe(`no actor '${name}': provide one`)
  })

  test('does not end the session, and an inspector hears of it', () => {
    const { inspect, received } = createJournal()
    const actor = createActor(sessionMachine, { input, inspect, clock: new SimulatedClock() }).start()
    expect(actor.getSnapshot()).toMatchObject({ status: 'active', value: 'anonymous' })
    expect(received.map(({ event }) => event.error?.message)).toEqual(["no actor 'restore': provide one"])
  })
})

import { expect, test } from 'vitest'
import { createActor, fromPromise, SimulatedClock } from 'xstate'
import { type RestoreOutput, renewalMachine, sessionMachine } from '../../machines'
import { createDeferredActors } from './deferred-actors'
import { failed, next, unmoved } from './renewal-stage'
import { leaf } from './session.invariants'
import { fiveMinutes, login, MINUTE } from './session-stage'

/** The two machines together, as a host would put them. */
function stageBoth() {
  const clock = new SimulatedClock()
  const deferred = createDeferredActors(renewalMachine)
  const session = createActor(
    sessionMachine.provide({
      actors: {
        restore: fromPromise<RestoreOutput>(async () => ({ found: 'nothing', at: 0 })),
        renewal: renewalMachine.provide({ actors: deferred.actors }),
      },
    }),
    { input: { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true }, clock },
  ).start()
  session.send({ type: 'session.loggedIn', at: 0, ...login })
  const send = async (at: number) => {
    await deferred.resolve('lock', { at, granted: true })
    await deferred.resolve('reread', unmoved(at))
    await deferred.resolve('intend', { at, conflict: false })
  }
  return { clock, deferred, send, session, leaf: () => leaf(session.getSnapshot()) }
}

test('a renewal machine renews a session', async () => {
  const { clock, deferred, leaf, send, session } = stageBoth()
  clock.increment(4 * MINUTE)
  await send(4 * MINUTE)
  await deferred.resolve('request', { answer: 'granted', at: 4 * MINUTE + 1 })
  await deferred.resolve('commit', { committed: true, at: 4 * MINUTE + 2, stamp: next, token: fiveMinutes })
  expect(leaf()).toBe('authenticated')
  expect(session.getSnapshot().context).toMatchObject({ stamp: next, armedAt: 4 * MINUTE + 2 })
})

test('a renewal machine ends a session that the server refuses', async () => {
  const { clock, deferred, leaf, send, session } = stageBoth()
  clock.increment(4 * MINUTE)
  await send(4 * MINUTE)
  await deferred.resolve('request', { answer: 'refused', at: 4 * MINUTE + 1 })
  await deferred.resolve('confirm', unmoved(4 * MINUTE + 2))
  expect(leaf()).toBe('expired')
  expect(session.getSnapshot().context.endReason).toBe('rejected')
})

test('a caller who begins to wait reaches the renewal’s back-off through the session', async () => {
  const { clock, deferred, send, session } = stageBoth()
  clock.increment(4 * MINUTE)
  await send(4 * MINUTE)
  await deferred.resolve('request', failed(4 * MINUTE, 5 * MINUTE))
  session.send({ type: 'requests.counted', at: 4 * MINUTE + 500, waiting: 1, held: 0 })
  clock.increment(1_500)
  await send(4 * MINUTE + 2_000)
  expect(deferred.inputOf('request')).toMatchObject({ attempt: 2, waiting: 1 })
})

test('one renewal goes on while the session moves between the leaves of renewing', async () => {
  const { clock, deferred, leaf, send } = stageBoth()
  clock.increment(4 * MINUTE)
  await send(4 * MINUTE)
  clock.increment(5_000)
  await deferred.resolve('request', failed(4 * MINUTE + 5_000, 4 * MINUTE + 59_000))
  clock.increment(53_000)
  expect(leaf()).toBe('renewing.queuedRetry')
  clock.increment(1_000)
  await send(4 * MINUTE + 59_000)
  expect(deferred.inputOf('request')).toMatchObject({ attempt: 2 })
})

import { expect, test } from 'vitest'
import { createActor, fromCallback, SimulatedClock } from 'xstate'
import { sessionMachine } from '../../machines'
import { first, login, stageSession } from './session-stage'

/** A session whose renewal writes down what it is sent. */
function stageDemand() {
  const received: unknown[] = []
  const renewal = fromCallback(({ receive }) => receive((event) => received.push(event)))
  const actor = createActor(sessionMachine.provide({ actors: { renewal } }), {
    input: { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true },
    clock: new SimulatedClock(),
  }).start()
  actor.send({ type: 'session.loggedIn', at: 0, ...login })
  return { actor, received }
}

test('a renewal is told of each caller who begins to wait, and of none who leaves', () => {
  const { actor, received } = stageDemand()
  actor.send({ type: 'requests.counted', at: 1, waiting: 1, held: 0 })
  actor.send({ type: 'token.demanded', at: 2, stamp: first })
  actor.send({ type: 'requests.counted', at: 3, waiting: 2, held: 0 })
  actor.send({ type: 'requests.counted', at: 4, waiting: 1, held: 0 })
  actor.send({ type: 'requests.counted', at: 5, waiting: 1, held: 4 })
  expect(received).toEqual([{ type: 'demand.rose', at: 3, waiting: 2 }])
  expect(actor.getSnapshot().context).toMatchObject({ waiting: 1, held: 4 })
})

test('a renewal that starts knows who is already waiting', () => {
  const stage = stageSession()
  stage.logIn()
  stage.send({ type: 'requests.counted', at: 1, waiting: 7, held: 0 })
  stage.send({ type: 'request.unauthorized', at: 2, stamp: first, news: true, final: false })
  expect(stage.inputOf('renewal')).toEqual({ stamp: first, at: 2, requestTimeout: 10_000, waiting: 7 })
})

test('a demand for a longer life starts a renewal, and a second one changes nothing', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'token.demanded', at: 1, stamp: first })
  const before = stage.context()
  stage.send({ type: 'token.demanded', at: 2, stamp: first })
  expect({ leaf: stage.leaf(), context: stage.context() }).toEqual({ leaf: 'renewing.refreshing', context: before })
})

test('a 401 in the middle of a renewal makes callers wait without a second renewal', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  const renewal = stage.actor.getSnapshot().children.renewal
  stage.send({ type: 'request.unauthorized', at: 1, stamp: first, news: true, final: false })
  expect(stage.leaf()).toBe('renewing.queuedRetry')
  expect(stage.context().refused).toBe(true)
  expect(stage.actor.getSnapshot().children.renewal).toBe(renewal)
})

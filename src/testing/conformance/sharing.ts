import { expectBetween, expectOneOf, expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

const CLIENTS = 10
const isShared: Scenario['fits'] = ({ spent }) => spent === 'kept' || spent === 'accepted'

/** Devices that hold one and the same token, with nothing between them. */
export const sharing: readonly Scenario[] = [
  {
    name: `${CLIENTS} devices that share a token all go on, with one renewal each`,
    fits: (traits) => isShared?.(traits) === true && traits.renewedBy !== 'access_token',
    async run(stage) {
      const { clients, outcomes } = await race(stage)
      expectSame(
        'the resource, for each',
        outcomes,
        clients.map(() => 200),
        'See the trait `spent`.',
      )
      expectSame(
        'renewals of each',
        clients.map(({ renewals }) => renewals),
        clients.map(() => 1),
        '',
      )
    },
  },
  {
    name: `${CLIENTS} devices that share a token all go on, by what answers bring them`,
    fits: ({ renewedBy }) => renewedBy === 'access_token',
    async run(stage) {
      const clients = await openShared(stage)
      for (let second = 0; second < 30; second++) {
        const outcomes = await stage.settle(Promise.all(clients.map(({ ask }) => ask())))
        expectSame(
          `the resource after ${second} s, for each`,
          outcomes,
          clients.map(() => 200),
          '',
        )
        await stage.pass(1_000)
      }
    },
  },
  {
    name: `${CLIENTS} devices that race for a token which counts once go on or end with a reason, and are at rest`,
    fits: (traits) => isShared?.(traits) === false && traits.renewedBy !== 'access_token',
    async run(stage) {
      const { clients, outcomes } = await race(stage)
      // Who has won may be refused what it just won, and that is the first that it hears of the theft.
      const possible = stage.traits.spent === 'refused' ? [200, 'session_expired'] : [200, 401, 'session_expired']
      for (const outcome of outcomes) expectOneOf('the resource', outcome, possible, 'See `final`.')
      const won = outcomes.filter((outcome) => outcome === 200).length
      const least = stage.traits.spent === 'refused' ? 1 : 0
      expectBetween('devices that go on', won, least, CLIENTS, 'See the trait `spent`.')
      const ended = clients.filter(({ session }) => session.getSnapshot().status === 'expired')
      for (const { session } of ended)
        expectOneOf('why it ended', session.getSnapshot().endReason, ['rejected', 'answer_lost'], '')
      const before = ended.map(({ wire }) => wire.sent)
      await stage.pass(30_000)
      expectSame(
        'requests of those that ended',
        ended.map(({ wire }) => wire.sent),
        before,
        '',
      )
    },
  },
]

async function openShared(stage: Stage) {
  const first = stage.client()
  await stage.settle(first.logIn())
  const clients = [first, ...Array.from({ length: CLIENTS - 1 }, () => first.twin())]
  for (const { session } of clients) {
    const status = await stage.settle(session.start())
    expectSame(
      'a device that holds the same',
      status,
      'authenticated',
      'See `twin`: it copies what the store does not.',
    )
  }
  return clients
}

async function race(stage: Stage) {
  const clients = await openShared(stage)
  await stage.server.refuseAccessTokens()
  const outcomes = await stage.settle(Promise.all(clients.map(({ ask }) => ask())))
  return { clients, outcomes }
}

import { expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

const remembers: Scenario['fits'] = ({ restart }) => restart === 'remembers'

/** The server goes away and comes back. */
export const restarts: readonly Scenario[] = [
  {
    name: 'a server that restarts between two requests costs no login',
    fits: remembers,
    async run(stage) {
      const client = await openUsed(stage)
      await stage.deed('restart')(async () => {
        expectSame('the resource, while it is away', await stage.ask(client, 1), ['network error'], 'See `restart`.')
      })
      expectSame('the resource, when it is back', await stage.ask(client, 1), [200], 'See the trait `restart`.')
      expectSame('renewals', client.renewals, 0, '')
    },
  },
  {
    name: 'a server that is away when the token is due renews it when it is back',
    fits: (traits) => remembers?.(traits) === true && traits.renewal === 'unasked',
    async run(stage) {
      const client = await openUsed(stage)
      let delays = 0
      client.session.on('renewalDelayed', () => void delays++)
      await stage.deed('restart')(() => stage.pass(14_000))
      expectSame(
        'logged in',
        client.session.getSnapshot().loggedIn,
        true,
        'See `renew`: let what the call throws pass.',
      )
      expectSame('whether its renewal was delayed', delays > 0, true, 'See `restart`.')
      expectSame('the resource, when it is back', await stage.ask(client, 1), [200], '')
      await stage.pass(60_000)
      expectSame('the session', client.session.getSnapshot().status, 'authenticated', '')
    },
  },
  {
    name: 'a server that forgets its logins as it restarts ends the session',
    fits: ({ restart }) => restart === 'forgets',
    async run(stage) {
      const client = await openUsed(stage)
      await stage.deed('restart')(async () => {})
      const advice = 'See `final`: what the server does not know is as good as revoked.'
      expectSame('the resource, when it is back', await stage.ask(client, 1), ['session_expired'], advice)
    },
  },
]

async function openUsed(stage: Stage) {
  const client = stage.client()
  await stage.settle(client.logIn())
  expectSame('the resource, before', await stage.ask(client, 1), [200], '')
  return client
}

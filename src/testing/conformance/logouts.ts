import type { Client } from './client'
import { expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

const REVOKE = 'See `revoke`, and the trait `logout`.'

/** What the user ends is ended at the server too. */
export const logouts: readonly Scenario[] = [
  {
    name: 'a logout ends what renews the session, the newest of it',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await renewTwice(stage, client)
      const thief = client.twin()
      await stage.settle(client.session.logout())
      expectSame('the session', client.session.getSnapshot().status, 'loggedOut', '')
      const { loggedIn, expiresAt } = client.session.getSnapshot()
      expectSame('what is left of it', [loggedIn, expiresAt], [false, null], '')
      const [outcome] = await stage.ask(client, 1)
      expectSame('whether the resource still answers', outcome === 200, false, 'Is the resource a public one?')
      const lives = stage.traits.logout === 'nothing'
      const wanted = lives ? [200] : ['session_expired']
      expectSame('the resource, for who has a copy of what the user had', await askAnew(stage, thief), wanted, REVOKE)
    },
  },
  {
    name: 'a logout leaves the user’s other devices alone',
    async run(stage) {
      const { client, other } = await openTwo(stage)
      await stage.settle(client.session.logout())
      expectSame(
        'the resource, on the other device',
        await askAnew(stage, other),
        [200],
        'See `revoke` and `everywhere`.',
      )
    },
  },
  {
    name: 'a logout everywhere ends the user’s other logins, where the server can',
    async run(stage) {
      const { client, other } = await openTwo(stage)
      const thief = client.twin()
      await stage.settle(client.session.logout({ everywhere: true }))
      const wanted = stage.traits.everywhere ? ['session_expired'] : [200]
      const advice = 'See `revoke`, `everywhere`, and the trait of that name.'
      expectSame('the resource, on the other device', await askAnew(stage, other), wanted, advice)
      const own = stage.traits.logout === 'nothing' && !stage.traits.everywhere ? [200] : ['session_expired']
      expectSame('the resource, for who has a copy of what the user had', await askAnew(stage, thief), own, REVOKE)
    },
  },
]

/** Two logins of the same user, made at different seconds: some servers give one and the same token in a second. */
async function openTwo(stage: Stage) {
  const [client, other] = [stage.client(), stage.client()]
  await stage.settle(client.logIn())
  await stage.pass(1_500)
  await stage.settle(other.logIn())
  return { client, other }
}

async function renewTwice(stage: Stage, client: Client) {
  for (let i = 0; i < 2; i++) {
    if (stage.traits.renewedBy === 'access_token') await stage.traffic(client, 15, 1_000)
    else {
      await stage.server.refuseAccessTokens()
      expectSame('the resource, after a renewal', await stage.ask(client, 1), [200], '')
    }
  }
}

/** A request for which an access token made before does not do. */
async function askAnew(stage: Stage, client: Client) {
  await stage.settle(client.session.start())
  if (stage.traits.renewedBy !== 'access_token') await stage.server.refuseAccessTokens()
  return stage.ask(client, 1)
}

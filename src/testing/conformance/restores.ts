import { expectBetween, expectSame } from './conformance-error'
import type { Scenario } from './scenario'

/** A page that is opened anew finds its session. */
export const restores: readonly Scenario[] = [
  {
    name: 'a reload restores the session, and its user',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      const { user, loggedIn } = client.session.getSnapshot()
      const status = await stage.settle(client.reload().start())
      expectSame('the session', status, 'authenticated', 'See `device`: what it keeps belongs to it, not to a session.')
      const after = client.session.getSnapshot()
      expectSame('its user', [after.loggedIn, after.user], [loggedIn, user], '')
      expectSame('the resource', await stage.ask(client, 1), [200], '')
      expectBetween('renewals', client.renewals, 0, 1, 'A token that is good needs none.')
    },
  },
  {
    name: 'a reload after the end of the token proves the session by one renewal',
    fits: ({ renewedBy }) => renewedBy !== 'access_token',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      stage.sleep(25_000)
      const status = await stage.settle(client.reload().start())
      expectSame('the session', status, 'authenticated', 'See `renew`.')
      expectSame('the resource', await stage.ask(client, 1), [200], '')
      expectSame('renewals', client.renewals, 1, '')
    },
  },
  {
    name: 'a reload after a logout restores nobody',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.settle(client.session.logout())
      const status = await stage.settle(client.reload().start())
      expectSame('the session', status, 'anonymous', 'See `revoke`: does the device still hold what renews it?')
    },
  },
]

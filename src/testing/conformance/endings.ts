import type { Client } from './client'
import { expectOneOf, expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

const FINAL = 'See `final.renewal`, and `errorCode` where the table has codes.'
const HOUR = 3_600_000

/** What renews the session is no good any more. */
export const endings: readonly Scenario[] = [
  {
    name: 'a refresh token that is none ends the session, after one call',
    fits: ({ renewedBy }) => renewedBy === 'refresh_token',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      const accessToken = await stage.settle(client.session.accessToken())
      await stage.settle(client.session.setTokens({ accessToken, refreshToken: 'garbage' }))
      await stage.server.refuseAccessTokens()
      await expectEnd(stage, client, ['rejected'])
      expectSame('renewals', client.renewals, 1, FINAL)
    },
  },
  {
    name: 'a user who comes back after everything has run out is asked to log in',
    fits: ({ time }) => time === 'given',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      stage.sleep(HOUR + 60_000)
      await expectEnd(stage, client, ['rejected', 'refresh_token_expired', 'access_token_expired'])
    },
  },
  {
    name: 'a refresh token that another device has spent is what the server makes of it',
    fits: ({ renewedBy }) => renewedBy !== 'access_token',
    async run(stage) {
      const { spent } = stage.traits
      const client = stage.client()
      await stage.settle(client.logIn())
      const thief = client.twin()
      await stage.settle(thief.session.start())
      await stage.server.refuseAccessTokens()
      expectSame('the resource, for the device that came first', await stage.ask(thief, 1), [200], 'See `twin`.')
      if (spent === 'kept' || spent === 'accepted') {
        expectSame('the resource, for the other', await stage.ask(client, 1), [200], 'See the trait `spent`.')
        return
      }
      await expectEnd(stage, client, ['rejected'])
      await stage.ask(thief, 1)
      await stage.server.refuseAccessTokens()
      const [left] = await stage.ask(thief, 1)
      const wanted = spent === 'refused' ? 200 : 'session_expired'
      expectSame('the resource, for the first once more', left, wanted, 'See the trait `spent`.')
    },
  },
  {
    name: 'a login that the server has ended ends the session, and asks no more',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      expectSame('the resource, before', await stage.ask(client, 1), [200], '')
      await stage.server.endLogins()
      await expectEnd(stage, client, ['rejected', 'access_token_refused'])
    },
  },
  {
    name: 'a user who was deactivated is refused, and causes no storm',
    fits: ({ deactivation }) => deactivation === 'resources',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.deed('deactivateUser')()
      const advice = 'Renewals go on, so the refusal is the caller’s: see the trait `deactivation`.'
      expectSame('the resource', await stage.ask(client, 1), [401], advice)
      expectSame('the resource, ten times more', await stage.ask(client, 10), Array(10).fill(401), advice)
      expectSame('renewals', client.renewals, 1, '')
      expectSame('logged in', client.session.getSnapshot().loggedIn, true, advice)
    },
  },
  {
    name: 'a user who was deactivated is logged out, at the latest when the token is renewed',
    fits: ({ deactivation }) => deactivation === 'renewals' || deactivation === 'both',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.deed('deactivateUser')()
      if (stage.traits.deactivation === 'renewals') {
        expectSame('the resource, as yet', await stage.ask(client, 1), [200], 'See the trait `deactivation`.')
        await stage.traffic(client, 30, 1_000)
      }
      await expectEnd(stage, client, ['rejected', 'access_token_refused'])
    },
  },
]

/** The next request is told so; and from then on the server is left alone. */
async function expectEnd(stage: Stage, client: Client, reasons: readonly string[]) {
  expectSame('the resource', await stage.ask(client, 1), ['session_expired'], FINAL)
  const { status, endReason } = client.session.getSnapshot()
  expectSame('the session', status, 'expired', FINAL)
  expectOneOf('why it ended', endReason, reasons, FINAL)
  const { sent } = client.wire
  expectSame('the resource, after the end', await stage.ask(client, 10), Array(10).fill('session_expired'), '')
  await stage.pass(60_000)
  expectSame('requests after the end', client.wire.sent - sent, 0, '')
}

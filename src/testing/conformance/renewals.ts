import { expectBetween, expectSame } from './conformance-error'
import type { Scenario } from './scenario'

const OUTAGES: Readonly<Record<string, () => Response>> = {
  'a 429': () => new Response(null, { status: 429 }),
  'a 500': () => new Response(null, { status: 500 }),
  'a 502': () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  'a 503': () => new Response(null, { status: 503 }),
  'a page of HTML': () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
}

/** A token is replaced before it ends, and a failure of the server ends nothing. */
export const renewals: readonly Scenario[] = [
  {
    name: 'a token is renewed before its end, though nobody asks',
    fits: ({ renewal }) => renewal === 'unasked',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.pass(60_000)
      const { status } = client.session.getSnapshot()
      expectSame('the session after three lives of its token', status, 'authenticated', 'See `renew` and `grant`.')
      const advice = 'Does the server keep to `accessLifetime`, and is `expiresIn` in seconds?'
      expectBetween('renewals in three lives', client.renewals, 3, 8, advice)
      const before = client.renewals
      expectSame('the resource', await stage.ask(client, 1), [200], '')
      expectSame('renewals for it', client.renewals - before, 0, advice)
    },
  },
  {
    name: 'a user who goes on is carried over three lives of a token, without a 401',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      expectSame('a minute of requests', await stage.traffic(client, 60, 1_000), [200], '')
      expectSame('answers of 401 behind them', client.wire.refusals, 0, 'Is the life of the grant that of its token?')
    },
  },
  {
    name: 'tokens that live for two seconds carry ten seconds of requests, without a 401',
    accessLifetime: 2,
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      expectSame('ten seconds of requests', await stage.traffic(client, 100, 100), [200], '')
      expectSame('answers of 401 behind them', client.wire.refusals, 0, 'Is the life of the grant that of its token?')
    },
  },
  {
    name: 'a device that slept past the end of its token renews it first, and sends none that is dead',
    fits: ({ renewedBy }) => renewedBy !== 'access_token',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      stage.sleep(25_000)
      expectSame('the resource', await stage.ask(client, 1), [200], 'See `renew`.')
      const advice = 'Is the life of the grant that of its token?'
      expectSame('renewals, and answers of 401', [client.renewals, client.wire.refusals], [1, 0], advice)
    },
  },
  {
    name: 'a server that is out of order ends no session, and renews it when it is back',
    fits: ({ renewal }) => renewal === 'unasked',
    async run(stage) {
      for (const [outage, answer] of Object.entries(OUTAGES)) {
        const client = stage.client()
        await stage.settle(client.logIn())
        client.wire.instead = (address) => (address.startsWith(stage.server.resource) ? undefined : answer())
        await stage.pass(14_000)
        const { loggedIn } = client.session.getSnapshot()
        const advice = 'See `final.renewal`: only what the server says of this very token is final.'
        expectSame(`logged in, though renewals are answered by ${outage}`, loggedIn, true, advice)
        client.wire.instead = () => undefined
        expectSame(`the resource, after ${outage}`, await stage.traffic(client, 20, 1_000), [200], '')
        client.dispose()
      }
    },
  },
]

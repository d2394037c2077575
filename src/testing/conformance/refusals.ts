import { expectBetween, expectSame } from './conformance-error'
import type { Scenario } from './scenario'

const HERD = 200

/** All access tokens are dead at once. */
export const refusals: readonly Scenario[] = [
  {
    name: `${HERD} requests that are refused at once lead to one renewal, and all succeed`,
    fits: ({ renewedBy }) => renewedBy !== 'access_token',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.server.refuseAccessTokens()
      const outcomes = await stage.ask(client, HERD)
      const advice = 'See `unauthorized`, by default status 401, and `renew`.'
      expectSame('what the requests came to', counted(outcomes), { 200: HERD }, advice)
      expectSame('renewals', client.renewals, 1, '')
      expectBetween('answers of 401', client.wire.refusals, 1, HERD, 'Does `refuseAccessTokens` do what it says?')
    },
  },
  {
    name: `${HERD} requests that are refused at once end the session once, where nothing is left to renew it`,
    fits: ({ renewedBy }) => renewedBy === 'access_token',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.server.refuseAccessTokens()
      const outcomes = await stage.ask(client, HERD)
      const advice = 'See `final`: the refusal of the last token is final.'
      expectSame('what the requests came to', counted(outcomes), { session_expired: HERD }, advice)
      expectSame('the session', client.session.getSnapshot().status, 'expired', advice)
      expectBetween('renewals', client.renewals, 0, 1, '')
    },
  },
  {
    name: 'a signing key that is replaced costs one renewal',
    fits: ({ signingKey }) => signingKey === 'access_tokens',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.deed('replaceSigningKey')()
      expectSame('the resource', await stage.ask(client, 1), [200], 'See `unauthorized`.')
      expectSame('renewals', client.renewals, 1, '')
    },
  },
  {
    name: 'a signing key that is replaced ends the session, where what renews it was signed with it too',
    fits: ({ signingKey }) => signingKey === 'everything',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      await stage.deed('replaceSigningKey')()
      expectSame('the resource', await stage.ask(client, 1), ['session_expired'], 'See `final.renewal`.')
      expectBetween('renewals', client.renewals, 0, 1, '')
    },
  },
]

function counted(outcomes: readonly (number | string)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

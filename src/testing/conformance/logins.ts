import type { ConformanceLogin } from './bench'
import { codeOf } from './client'
import { expectOneOf, expectSame } from './conformance-error'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

const isByCredentials: Scenario['fits'] = ({ login }) => login === 'credentials'

const PORTAL = '<!doctype html><title>Welcome</title><p>Please accept the terms of this network.</p>'

/** How a session begins, and what keeps it from beginning. */
export const logins: readonly Scenario[] = [
  {
    name: 'a login with good credentials lets requests through',
    async run(stage) {
      const client = stage.client()
      await stage.settle(client.logIn())
      const { status, endReason } = client.session.getSnapshot()
      expectSame('the session after a login', [status, endReason], ['authenticated', null], 'See `login` and `grant`.')
      const [outcome] = await stage.ask(client, 1)
      expectSame('the resource', outcome, 200, 'See `authorization`: does the server take the token in that form?')
      expectSame('renewals so far', client.renewals, 0, 'See `grant`: is `expiresIn` in seconds?')
    },
  },
  {
    name: 'bad credentials are rejected',
    fits: isByCredentials,
    run: (stage) => expectRejection(stage, 'bad'),
  },
  {
    name: 'malformed credentials are rejected',
    fits: isByCredentials,
    run: (stage) => expectRejection(stage, 'malformed'),
  },
  {
    name: 'a server that cannot be reached rejects nobody, and takes the login when it is back',
    fits: isByCredentials,
    async run(stage) {
      const client = stage.client()
      client.wire.up = false
      const code = await attempt(stage, client.session.login(...loginsOf(stage).good))
      expectSame('a login without a network', code, 'unreachable', 'See `login`: let what the call throws pass.')
      expectSame('the session', client.session.getSnapshot().status, 'anonymous', '')
      client.wire.up = true
      await stage.settle(client.logIn())
      expectSame('the resource, once the network is back', await stage.ask(client, 1), [200], '')
    },
  },
  {
    name: 'a login that a captive portal answers is no login',
    fits: isByCredentials,
    async run(stage) {
      const client = stage.client()
      client.wire.instead = () => new Response(PORTAL, { headers: { 'content-type': 'text/html' } })
      const code = await attempt(stage, client.session.login(...loginsOf(stage).good))
      const advice = 'See `grant`: an answer without a token holds no grant, whatever its status.'
      expectOneOf('a login that a page of HTML answers', code, ['malformed_grant', 'unreachable'], advice)
      expectSame('the session', client.session.getSnapshot().status, 'anonymous', '')
    },
  },
]

async function expectRejection(stage: Stage, which: 'bad' | 'malformed') {
  const client = stage.client()
  const code = await attempt(stage, client.session.login(...loginsOf(stage)[which]))
  const advice = 'See `login`: it resolves with the answer that refuses, whose status is 400 or more.'
  expectSame(`a login with ${which} credentials`, code, 'login_rejected', advice)
  expectSame('the session', client.session.getSnapshot().status, 'anonymous', '')
}

function loginsOf({ deed }: Stage): Readonly<Record<'good' | 'bad' | 'malformed', ConformanceLogin>> {
  return deed('logins')
}

const attempt = (stage: Stage, login: Promise<void>) => stage.settle(login.then(() => 'a session', codeOf))

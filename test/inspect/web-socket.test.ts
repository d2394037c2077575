import { createWebSocketReceiver } from '@statelyai/inspect'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createSessionInspector, type WireMessage, webSocketAdapter } from 'xstate-auth-session/inspect'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { openLife } from './open-life'
import { pathOf, readReceived } from './received'
import { openRelay } from './relay'

/** The actors of one try. */
const once = ['lock', 'reread', 'intend', 'request'].map((name) => `${name} of renewal`)

test('an inspector receives a life over a WebSocket, and no secret', async () => {
  const relay = await openRelay()
  const received: WireMessage[] = []
  createWebSocketReceiver({ server: relay.url }).subscribe((message) => void received.push(message as WireMessage))
  await vi.waitFor(() => expect(relay.server.clients.size).toBe(1))
  const { session, live, tokens } = openLife(({ clock }) => ({
    inspect: createSessionInspector(webSocketAdapter({ url: relay.url, WebSocket }), { clock }),
  }))
  await live()
  await vi.waitFor(() => expect(readReceived(received).of('session').at(-1)?.to).toBe('loggedOut.settled'), 60_000)

  const { actors, of } = readReceived(received)
  const recorded = session.timeline().events
  for (const name of ['session', 'renewal']) {
    const own = recorded.filter(({ machine }) => machine === name)
    expect(of(name).map(({ event, to }) => [event, to])).toEqual(
      own.map(({ event, value }) => [event.type, pathOf(value)]),
    )
  }
  const moves = of('session').filter(({ from, to }) => from !== to)
  expect(moves.map(({ event, from, to }) => `${from} → ${to}: ${event}`)).toEqual([
    ' → restoring: xstate.init',
    'restoring → anonymous: xstate.done.actor.restore',
    'anonymous → authenticated: session.loggedIn',
    'authenticated → renewing.refreshing: xstate.after.renewalDue.session.authenticated',
    'renewing.refreshing → authenticated: xstate.done.actor.renewal',
    'authenticated → renewing.queuedRetry: request.unauthorized',
    'renewing.queuedRetry → authenticated: xstate.done.actor.renewal',
    'authenticated → renewing.queuedRetry: request.unauthorized',
    'renewing.queuedRetry → authenticated: xstate.done.actor.renewal',
    'authenticated → loggedOut.revoking: user.loggedOut',
    'loggedOut.revoking → loggedOut.settled: xstate.done.actor.revoke',
  ])
  expect(actors.map(({ name, parent }) => `${name} of ${parent}`)).toEqual([
    'session of nobody',
    'restore of session',
    ...[1, 2].flatMap(() => ['renewal of session', ...once, 'commit of renewal']),
    ...['renewal of session', ...once, ...once, 'commit of renewal'],
    'revoke of session',
  ])
  expect(new Set(actors.map(({ root }) => root))).toEqual(new Set(['session']))
  expectNoSecrets(received, tokens)
})

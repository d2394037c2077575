import { expect, test } from 'vitest'
import { openPage } from '../backends/delegated/scene'
import { failure } from './failure'
import { ada, openScene, openTimedScene, refreshPath } from './scene'

const wrong = async (session: { check(): Promise<{ findings: readonly { ok: boolean; topic: string }[] }> }) =>
  (await session.check()).findings.filter(({ ok }) => !ok).map(({ topic }) => topic)

test('a server that refuses a bad token, tells the time and keeps the clock leaves nothing to say', async () => {
  const { session } = await openTimedScene()
  await session.login(ada)
  expect(await session.check()).toMatchObject({ ok: true })
  expect((await session.check()).findings.map(({ topic }) => topic)).toEqual([
    'network',
    'refresh view',
    'clock',
    'store',
    'access token',
  ])
})

test.each([
  ['a path that is not there', 404],
  ['a view that takes other fields', 400],
  ['a view behind CSRF', 403],
  ['a broken view', 500],
  ['a view that takes anything', 200],
])('%s is found out: it answers a bad token with %i', async (_, status) => {
  const { server, session } = await openTimedScene()
  server.faults.always({ path: refreshPath }, { kind: 'status', status, body: {} })
  expect(await wrong(session)).toEqual(['refresh view'])
})

test('a server that does not answer, and one whose clock is off, are found out', async () => {
  const { server, session, clock } = await openTimedScene()
  server.network(false)
  expect(await wrong(session)).toEqual(['refresh view'])
  server.network(true)
  const headers = { Date: new Date(clock.now() + 300_000).toUTCString() }
  server.faults.always({ path: refreshPath }, { kind: 'status', status: 401, headers, body: {} })
  expect(await wrong(session)).toEqual(['clock'])
})

test('the time-out of a login is told by its kind', async () => {
  const { server, session } = await openScene({ session: { renewal: { requestTimeout: 100 } } })
  server.faults.always({ path: '/api/token/' }, { kind: 'hang' })
  expect(await failure(session.login(ada))).toMatchObject({
    code: 'unreachable',
    cause: { message: 'AuthSessionError (unreachable)' },
  })
})

test('an SDK that renews by itself is not made to: what was not measured is said', async () => {
  const { session, sdk, idp } = openPage()
  idp.user = 'ada'
  await session.login('sdk', {})
  const asked = [...sdk.asked]
  const report = await session.check()
  expect(sdk.asked).toEqual(asked)
  expect(report).toEqual({
    ok: true,
    findings: [
      { topic: 'network', ok: true, message: 'online' },
      {
        topic: 'refresh view',
        ok: true,
        message: 'not measured: the SDK renews, and to ask it would have it renew',
      },
      { topic: 'clock', ok: true, message: 'not measured: no server was asked for anything' },
      { topic: 'store', ok: true, message: 'the session is kept with the page' },
    ],
  })
})

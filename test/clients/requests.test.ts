import { describe, expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { next, snapshotWhere, statusOf } from '../session/moments'
import { ada, grace } from '../session/scene'
import { standStill } from '../session/standstill'
import { clients } from './clients'
import { openClient, sessionCodeOf } from './scene'

const ITEMS = '/api/items/'

describe.each(clients)('$name', (row) => {
  test('a herd on a revoked token costs one renewal, and each request is executed once', async () => {
    const { server, client, refreshes, url } = await openClient(row, { server: { accessLifetime: 600 } })
    await server.revokeAccess()
    const ids = Array.from({ length: 50 }, (_, index) => `request-${index}`)
    const told = await Promise.all(ids.map((id) => client.send({ url: url(ITEMS), headers: { 'X-Request-Id': id } })))
    expect(told.map(({ status }) => status)).toEqual(ids.map(() => 200))
    expect(told.map(({ body }) => body)).toEqual(ids.map(() => expect.objectContaining({ user: 'ada', executed: 1 })))
    expect(server.executions).toEqual(new Map(ids.map((id) => [id, 1])))
    expect(refreshes()).toBe(1)
  })

  test('a 401 that comes after the renewal is answered with the new token, without another', async () => {
    const { server, client, refreshes, generations, url } = await openClient(row)
    await server.revokeAccess()
    const gate = server.faults.next({ path: '/api/late/' }, { kind: 'gate', hold: 'answer' })
    const late = client.send({ url: url('/api/late/') })
    await gate.arrived
    expect((await client.send({ url: url(ITEMS) })).status).toBe(200)
    gate.release()
    expect((await late).status).toBe(200)
    expect([generations('/api/late/'), refreshes()]).toEqual([[1, 2], 1])
  })

  test('a resource that refuses everybody costs one renewal, and the caller gets its 401', async () => {
    const { client, refreshes, generations, url } = await openClient(row)
    for (let time = 0; time < 3; time++) expect((await client.send({ url: url('/api/always-401/') })).status).toBe(401)
    expect([generations('/api/always-401/'), refreshes()]).toEqual([[1, 2, 2, 2], 1])
  })

  test('of an expired session nothing is sent', async () => {
    const { server, client, refreshes, seen, url } = await openClient(row)
    await server.revokeFamilies()
    expect(await sessionCodeOf(client.send({ url: url(ITEMS) }))).toBe('session_expired')
    expect(await sessionCodeOf(client.send({ url: url(ITEMS) }))).toBe('session_expired')
    expect([seen(ITEMS).length, refreshes()]).toEqual([1, 1])
  })

  test('a logout rejects what waits, and it is never sent', async () => {
    const scene = await openClient(row)
    const { session, client, seen, url } = scene
    const { release, first } = await standStill(scene)
    const waiting = sessionCodeOf(client.send({ url: url(ITEMS) }))
    await snapshotWhere(session, (snapshot) => snapshot.waiting === 2)
    const logout = session.logout()
    expect([await waiting, await sessionCodeOf(first)]).toEqual(['logged_out', 'logged_out'])
    release()
    await logout
    expect(seen(ITEMS)).toEqual([])
  })

  test('nothing is sent with the token of another account', async () => {
    const scene = await openClient(row)
    const { session, client, seen, url } = scene
    const { release, first } = await standStill(scene)
    const waiting = sessionCodeOf(client.send({ url: url(ITEMS) }))
    await snapshotWhere(session, (snapshot) => snapshot.waiting === 2)
    await session.login(grace)
    expect([await waiting, await sessionCodeOf(first)]).toEqual(['session_changed', 'session_changed'])
    release()
    expect((await client.send({ url: url('/api/hers/') })).body).toMatchObject({ user: 'grace' })
    expect(seen(ITEMS)).toEqual([])
  })

  test('another origin sees no token, and its 401 is not acted on', async () => {
    const stranger = await createTokenServer()
    onTestFinished(() => stranger.close())
    const { client, refreshes } = await openClient(row)
    expect((await client.send({ url: stranger.url + ITEMS })).status).toBe(401)
    expect([stranger.requests.map(({ authorization }) => authorization), refreshes()]).toEqual([[false], 0])
  })

  test('a header of the caller’s own wins, and its 401 is not acted on', async () => {
    const { client, refreshes, generations, url } = await openClient(row)
    const told = await client.send({ url: url(ITEMS), headers: { Authorization: 'Bearer mine' } })
    expect([told.status, generations(ITEMS), refreshes()]).toEqual([401, [null], 0])
  })

  test('what is held is sent once when the same user is back', async () => {
    const { server, session, client, generations, url } = await openClient(row)
    await server.revokeFamilies()
    const expired = next(session, 'expired')
    const held = client.send({ url: url(ITEMS), hold: true, headers: { 'X-Request-Id': 'held' } })
    held.catch(() => {})
    await expired
    await snapshotWhere(session, (snapshot) => snapshot.held === 1)
    await session.login(ada)
    expect((await held).body).toMatchObject({ user: 'ada', executed: 1 })
    expect(generations(ITEMS)).toEqual([1, 1])
  })

  test('what asks for a login is not sent without, and what asks for none goes without', async () => {
    const { session, client, seen, url } = await openClient(row)
    const bare = await client.send({ url: url('/api/public/'), auth: 'omit' })
    expect(bare.body).toMatchObject({ authorization: false })
    await session.logout()
    await statusOf(session, 'loggedOut')
    expect(await sessionCodeOf(client.send({ url: url(ITEMS), auth: 'required' }))).toBe('logged_out')
    expect(seen(ITEMS)).toEqual([])
  })
})

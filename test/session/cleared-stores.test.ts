import { describe, expect, test } from 'vitest'
import { type LifecycleListener, webStorage } from 'xstate-auth-session'
import { eventually, statusOf } from './moments'
import { ada, grace, openTimedScene, refreshPath } from './scene'
import { createStorageArea } from './storage-area'

const key = 'auth-session'

/** Ada is logged in, and other code may clear the storage at any moment. */
async function open(scope: 'tab' | 'device') {
  const area = createStorageArea()
  const page = {} as { listener: LifecycleListener }
  const attach = (listener: LifecycleListener) => {
    page.listener = listener
    return () => {}
  }
  const lifecycle = { attach, isOnline: () => true }
  const storage = webStorage(area, { scope })
  const scene = await openTimedScene({ server: { rotation: true }, session: { storage, lifecycle } })
  await scene.session.login(ada)
  const told: string[] = []
  for (const type of ['loggedIn', 'loggedOut', 'expired'] as const) scene.session.on(type, () => void told.push(type))
  const record = () => JSON.parse(area.getItem(key) ?? 'null')
  return { ...scene, area, page, told, record }
}

describe.each(['tab', 'device'] as const)('a storage of the whole %s that is cleared in mid-session', (scope) => {
  test('ends nothing, and holds the session again after its next renewal', async () => {
    const { session, area, page, told, record, clock, url, refreshes } = await open(scope)
    const before = record()
    area.items.clear()
    page.listener.woke()
    page.listener.thawed()
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    expect([session.getSnapshot().status, refreshes(), told]).toEqual(['authenticated', 0, []])
    clock.advance(11_000)
    await statusOf(session, 'authenticated')
    await eventually(() => expect(record()).toMatchObject({ epoch: before.epoch, generation: 2 }))
    expect(record().accessToken).toBe(await session.accessToken())
    expect([refreshes(), told, session.getSnapshot().persistence]).toEqual([1, [], scope])
  })

  test('while a renewal is on the wire ends nothing either', async () => {
    const { server, session, area, told, record, url, refreshes } = await open(scope)
    await server.revokeAccess()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
    const answer = session.fetch(url('/api/me/'))
    await gate.arrived
    area.items.clear()
    gate.release()
    expect((await answer).status).toBe(200)
    await eventually(() => expect(record()).toMatchObject({ generation: 2 }))
    expect([refreshes(), told]).toEqual([1, []])
  })

  test('is restored from after its next renewal', async () => {
    const { server, session, openSession, area, url } = await open(scope)
    area.items.clear()
    await server.revokeAccess()
    expect((await session.fetch(url('/api/me/'))).status).toBe(200)
    await eventually(() => expect(area.getItem(key)).not.toBeNull())
    session.dispose()
    const next = openSession()
    expect(await next.start()).toBe('authenticated')
    expect((await next.fetch(url('/api/me/'))).status).toBe(200)
  })

  test('does not undo a logout', async () => {
    const { session, openSession, area, told, url } = await open(scope)
    area.items.clear()
    await session.logout()
    expect([session.getSnapshot().status, told]).toEqual(['loggedOut', ['loggedOut']])
    area.items.clear()
    session.dispose()
    const next = openSession()
    expect(await next.start()).toBe('anonymous')
    expect((await next.fetch(url('/api/public/'))).status).toBe(200)
  })
})

test('who logs in anew after the storage was cleared is who is logged in, in a tab too that had logged in often before', async () => {
  const { session, openSession, area, page, told, server, url, clock } = await open('device')
  for (let logins = 0; logins < 3; logins++) {
    await session.logout()
    await session.login(ada)
  }
  clock.sleep(600_000)
  area.items.clear()
  const fresh = openSession({ lifecycle: { attach: () => () => {}, isOnline: () => true } })
  await fresh.login(grace)
  told.length = 0
  page.listener.woke()
  await eventually(() => expect(told).toEqual(['loggedIn']))
  await Promise.all([session, fresh].map((tab) => tab.fetch(url('/api/me/'))))
  expect(server.requests.filter(({ path }) => path === '/api/me/').map(({ bearer }) => bearer?.username)).toEqual([
    'grace',
    'grace',
  ])
})

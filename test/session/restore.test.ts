import { describe, expect, test } from 'vitest'
import { type AuthSnapshot, webStorage } from 'xstate-auth-session'
import { codeOf } from './failure'
import { eventually, statusOf } from './moments'
import { ada, openTimedScene, refreshPath, type Session } from './scene'
import { createStorageArea } from './storage-area'

const recordStatuses = (session: Session) => {
  const statuses: AuthSnapshot['status'][] = [session.getSnapshot().status]
  session.subscribe(({ status }) => void statuses.push(status))
  session.actor.subscribe(() => void statuses.push(session.getSnapshot().status))
  return () => statuses.filter((status, index) => status !== statuses[index - 1])
}

/** Ada has logged in and the page is gone; `reload` is the next page over the same storage. */
async function openReload(server: NonNullable<Parameters<typeof openTimedScene>[0]>['server'] = {}) {
  const area = createStorageArea()
  const storage = webStorage(area, { scope: 'tab' })
  const scene = await openTimedScene({ ...(server && { server }), session: { storage } })
  await scene.session.login(ada)
  scene.session.dispose()
  return { ...scene, area, reload: () => scene.openSession() }
}

test('a reload restores a fresh session without a call', async () => {
  const { server, session, reload, url } = await openReload()
  const { user, claims, expiresAt, lastLogin } = session.getSnapshot()
  const before = server.count()
  const next = reload()
  const statuses = recordStatuses(next)
  const loggedIn: unknown[] = []
  next.on('loggedIn', ({ by }) => void loggedIn.push(by))
  expect(await next.start()).toBe('authenticated')
  expect(server.count()).toBe(before)
  expect(next.getSnapshot()).toEqual({
    status: 'authenticated',
    loggedIn: true,
    degraded: false,
    user,
    claims,
    expiresAt,
    endReason: null,
    waiting: 0,
    held: 0,
    persistence: 'tab',
    lastLogin,
  })
  expect(statuses()).toEqual(['restoring', 'authenticated'])
  expect(loggedIn).toEqual(['restore'])
  expect((await next.fetch(url('/api/me/'))).status).toBe(200)
  expect(server.requests.at(-1)!.bearer!.generation).toBe(1)
})

test('a reload restores a stale session through one renewal, without a flash of another status', async () => {
  const { server, reload, url, clock, refreshes } = await openReload({ rotation: true })
  clock.sleep(3_600_000)
  const next = reload()
  const statuses = recordStatuses(next)
  const requests = [next.fetch(url('/api/a/')), next.fetch(url('/api/b/'))]
  expect(await next.start()).toBe('authenticated')
  expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([200, 200])
  expect(statuses()).toEqual(['restoring', 'authenticated'])
  expect(refreshes()).toBe(1)
  expect(server.count({ status: 401 })).toBe(0)
  expect(next.getSnapshot()).toMatchObject({ loggedIn: true, persistence: 'tab', endReason: null })
})

test('a stored session that the server refuses ends as anonymous, and its record is gone', async () => {
  const { server, reload, area, clock, refreshes } = await openReload()
  await server.revokeFamilies()
  clock.sleep(3_600_000)
  const next = reload()
  const statuses = recordStatuses(next)
  const required = next.accessToken()
  expect(await next.start()).toBe('anonymous')
  expect(await codeOf(required)).toBe('anonymous')
  expect(statuses()).toEqual(['restoring', 'anonymous'])
  expect(next.getSnapshot()).toMatchObject({ status: 'anonymous', loggedIn: false, endReason: 'not_restored' })
  await eventually(() => expect(area.getItem('auth-session')).toBeNull())
  expect(refreshes()).toBe(1)

  const after = reload()
  expect(await after.start()).toBe('anonymous')
  expect(after.getSnapshot().endReason).toBeNull()
  expect(refreshes()).toBe(1)
})

test('a stored session whose refresh token has run out ends as anonymous without a call', async () => {
  const { server, reload, area, clock } = await openReload({ refreshLifetime: 60 })
  clock.sleep(61_000)
  const before = server.count()
  const next = reload()
  expect(await next.start()).toBe('anonymous')
  expect(next.getSnapshot()).toMatchObject({ endReason: 'not_restored' })
  expect(server.count()).toBe(before)
  await eventually(() => expect(area.getItem('auth-session')).toBeNull())
})

describe('a record that cannot be read', () => {
  test.each(['', '{', 'null', '"text"', '{}', '{"version":1}', '{"version":2,"epoch":"1.x"}', '{"version":"1"}'])(
    '%j is left alone, and the session lives in memory',
    async (text) => {
      const { reload, area, url } = await openReload()
      area.setItem('auth-session', text)
      const next = reload()
      expect(await next.start()).toBe('anonymous')
      expect(next.getSnapshot()).toMatchObject({
        status: 'anonymous',
        endReason: 'not_restored',
        persistence: 'volatile',
      })
      expect(area.getItem('auth-session')).toBe(text)
      expect((await next.fetch(url('/api/public/'))).status).toBe(200)
    },
  )
})

test('a newer version’s record outlives a login and a logout', async () => {
  const { reload, area, url } = await openReload()
  const newer = '{"version":2,"epoch":"9.x","secret":"of the next version"}'
  area.setItem('auth-session', newer)
  const next = reload()
  await next.start()
  await next.login(ada)
  expect(next.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'volatile' })
  expect((await next.fetch(url('/api/me/'))).status).toBe(200)
  await next.logout()
  expect(area.getItem('auth-session')).toBe(newer)
})

test('another backend’s record is left alone', async () => {
  const { reload, area } = await openReload()
  const record = JSON.stringify({
    ...JSON.parse(area.getItem('auth-session')!),
    backend: 'other@https://elsewhere.test',
  })
  area.setItem('auth-session', record)
  const next = reload()
  expect(await next.start()).toBe('anonymous')
  expect(next.getSnapshot().endReason).toBeNull()
  await next.login(ada)
  expect(area.getItem('auth-session')).toBe(record)
  expect(next.getSnapshot()).toMatchObject({ status: 'authenticated', persistence: 'volatile' })
  await next.logout()
  expect([area.getItem('auth-session'), area.getItem('auth-session.ended')]).toEqual([record, null])
})

test('a logged-out session stays logged out for the next page', async () => {
  const { reload, server } = await openReload()
  const next = reload()
  await next.start()
  await next.logout()
  next.dispose()
  const before = server.count()
  const after = reload()
  expect(await after.start()).toBe('anonymous')
  expect(after.getSnapshot().endReason).toBeNull()
  expect(server.count()).toBe(before)
})

test('a record that reappears after its logout is not restored', async () => {
  const { reload, area } = await openReload()
  const record = area.getItem('auth-session')!
  const next = reload()
  await next.start()
  await next.logout()
  next.dispose()
  area.setItem('auth-session', record)
  const after = reload()
  expect(await after.start()).toBe('anonymous')
  expect(after.getSnapshot().loggedIn).toBe(false)
})

test('a logout while the store is being read voids what is found', async () => {
  const { server, reload, area, url } = await openReload()
  const next = reload()
  const started = next.start()
  const request = next.fetch(url('/api/public/'))
  await next.logout()
  expect(await started).toBe('loggedOut')
  expect((await request).status).toBe(200)
  expect(server.requests.filter(({ authorization, path }) => authorization && path === '/api/public/')).toEqual([])
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
  expect(area.getItem('auth-session')).toBeNull()
  expect(next.getSnapshot()).toMatchObject({ status: 'loggedOut', loggedIn: false })
})

test('a logout while the stored session is being proved voids it', async () => {
  const { server, reload, area, clock } = await openReload({ rotation: true })
  clock.sleep(3_600_000)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
  const next = reload()
  const started = next.start()
  await gate.arrived
  await next.logout()
  gate.release()
  expect(await started).toBe('loggedOut')
  await eventually(async () => expect(await server.families()).toMatchObject([{ alive: false }]))
  expect(area.getItem('auth-session')).toBeNull()
  expect(next.getSnapshot().status).toBe('loggedOut')
})

test('a stored session that cannot be proved within restore.timeout goes on as one that waits', async () => {
  const { server, reload, clock, url } = await openReload()
  clock.sleep(3_600_000)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
  const next = reload()
  const started = next.start()
  const request = next.fetch(url('/api/me/'))
  await gate.arrived
  clock.advance(5_000)
  expect(await started).toBe('queuedRetry')
  expect(next.getSnapshot()).toMatchObject({ status: 'queuedRetry', loggedIn: true })
  gate.release()
  expect((await request).status).toBe(200)
  expect(next.getSnapshot().status).toBe('authenticated')
})

test('a store that does not answer within restore.timeout is not waited for', async () => {
  const { openSession, clock, url } = await openReload()
  const never = new Promise<never>(() => {})
  const { reload } = { reload: () => openSession({ storage: () => ({ ...silent, read: () => never }) }) }
  const next = reload()
  const started = next.start()
  const request = next.fetch(url('/api/public/'))
  clock.advance(5_000)
  expect(await started).toBe('anonymous')
  expect(next.getSnapshot()).toMatchObject({ endReason: 'not_restored', persistence: 'volatile' })
  expect((await request).status).toBe(200)
})

const silent = {
  scope: 'tab',
  commit: () => 'failed' as const,
  intend: () => true,
  end: () => {},
  remove: () => {},
  subscribe: () => () => {},
}

test('requests made before a restored session is known are that user’s, and nobody else’s', async () => {
  const { reload, server, url, clock } = await openReload()
  clock.sleep(3_600_000)
  const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
  const next = reload()
  const waiting = codeOf(next.fetch(url('/api/mine/')))
  await gate.arrived
  await next.login({ username: 'grace', password: 'hopper' })
  expect(await waiting).toBe('session_changed')
  gate.release()
  await statusOf(next, 'authenticated')
  expect(server.count({ path: '/api/mine/' })).toBe(0)
})

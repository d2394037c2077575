import { get } from 'svelte/store'
import { expect, test } from 'vitest'
import { authSelection } from 'xstate-auth-session/svelte'
import { ada, createWorld, NOTHING } from '../world'

type User = { readonly username: string }

test('a selection is a store: it tells at once, then every change, and nothing after that', async () => {
  const { session, renew, held } = createWorld()
  const name = authSelection<string | null, User>(session, ({ user }) => user?.username ?? null)
  const told: (string | null)[] = []
  const stop = name.subscribe((value) => void told.push(value))
  expect(told).toEqual([null])
  await session.login(ada)
  await renew()
  expect(told).toEqual([null, 'ada'])
  expect([get(name), name.current]).toEqual(['ada', 'ada'])
  stop()
  await session.logout()
  expect(told).toEqual([null, 'ada'])
  expect(held().listeners).toBe(0)
})

test('a store tells what its first word has led to', async () => {
  const { session, server } = createWorld()
  await session.login(ada)
  server.revokeAccess()
  server.revokeRefresh()
  await session.fetch(`${server.baseUrl}/api/notes/`).catch(() => {})
  const told: string[] = []
  const stop = authSelection(session, ({ status }) => status).subscribe((status) => {
    told.push(status)
    if (status === 'expired') session.acknowledge()
  })
  expect(told).toEqual(['expired', 'anonymous'])
  stop()
})

test('what is selected is the same object to all until `compare` says that it has changed', async () => {
  const { session, renew } = createWorld()
  const names = authSelection<readonly string[], User>(
    session,
    ({ user }) => (user ? [user.username] : []),
    (a, b) => a.join() === b.join(),
  )
  const told: (readonly string[])[] = []
  const stop = names.subscribe((value) => void told.push(value))
  await session.login(ada)
  await renew()
  expect(told).toEqual([[], ['ada']])
  expect(names.current).toBe(told[1])
  stop()
})

test('a selection that nobody follows listens to nothing, and is read afresh', async () => {
  const { session, held } = createWorld()
  const status = authSelection(session, (snapshot) => snapshot.status)
  expect([status.current, held()]).toEqual(['restoring', NOTHING])
  await session.login(ada)
  expect([status.current, held().listeners]).toEqual(['authenticated', 0])
})

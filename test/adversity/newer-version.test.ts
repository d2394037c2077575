import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import { ada, createWorld, grace, me, refreshPath, revocationPath, watch } from './world'

const key = 'auth-session'
const names = [key, `${key}.intent`, `${key}.ended`]

/** A tab of this version, and what a later one has made of the record that both live on. */
async function openBesideNewer() {
  const world = createWorld()
  const area = createStorageArea()
  const session = world.open({ storage: webStorage(area) })
  watch(session.login(ada))
  await world.time.advance(1_000)
  const record = JSON.parse(area.getItem(key) ?? '')
  area.setItem(key, JSON.stringify({ ...record, version: 2, generation: 2 }))
  const kept = () => names.map((name) => area.getItem(name))
  return { ...world, session, kept, before: kept() }
}

test('a tab whose record a later version has taken over uses its token up, renews nothing, and touches nothing', async () => {
  const { session, fake, time, kept, before } = await openBesideNewer()
  const good = watch(session.fetch(me))
  await time.advance(1_000)
  const { status, persistence } = session.getSnapshot()
  expect([good.outcome, status, persistence]).toEqual([200, 'authenticated', 'device'])
  await time.advance(600_000)
  const late = watch(session.fetch(me))
  await time.advance(1_000)
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'not_restored' })
  expect([late.outcome, fake.count(refreshPath), fake.count(revocationPath)]).toEqual(['session_expired', 0, 0])
  expect(kept()).toEqual(before)
})

test('who logs in beside a later version is logged in for as long as the page lives, and touches nothing', async () => {
  const { session, fake, time, kept, before } = await openBesideNewer()
  watch(session.login(grace))
  await time.advance(600_000)
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  expect([answer.outcome, session.getSnapshot().persistence]).toEqual([200, 'volatile'])
  expect(fake.count(refreshPath)).toBeGreaterThan(0)
  watch(session.logout())
  await time.advance(1_000)
  expect(session.getSnapshot().status).toBe('loggedOut')
  expect(kept()).toEqual(before)
})

import { expect, test } from 'vitest'
import { overhearRejections } from '../session/rejections'
import { ada, createHandLifecycle, createWorld, me, sharedStore, watch } from './world'

const fail = (): never => {
  throw new Error('InvalidStateError')
}

test('a platform that fails to say whether it is online keeps renewal and logout from nothing', async () => {
  const { time, fake, open } = createWorld()
  const unhandled = overhearRejections()
  let broken = false
  const { lifecycle } = createHandLifecycle()
  const session = open({ lifecycle: { ...lifecycle, isOnline: () => (broken ? fail() : true) } })
  await session.login(ada)
  fake.revokeAccess()
  broken = true
  const answer = watch(session.fetch(me))
  await time.advance(5_000)
  broken = false
  await time.advance(20_000)
  expect(answer.outcome).toBe(200)
  broken = true
  const logout = watch(session.logout())
  await time.advance(1_000)
  expect([logout.outcome, await unhandled()]).toEqual(['done', []])
})

test('a channel that can’t be written to fails neither login nor logout', async () => {
  const { time, open } = createWorld()
  const unhandled = overhearRejections()
  const session = open({ ...sharedStore(), channel: { open: () => ({ post: fail, close: () => {} }) } })
  const login = watch(session.login(ada))
  await time.advance(1_000)
  const logout = watch(session.logout())
  await time.advance(1_000)
  expect([login.outcome, logout.outcome, await unhandled()]).toEqual(['done', 'done', []])
})

test('a lock that can’t be given back ends no session', async () => {
  const { time, fake, open } = createWorld()
  const unhandled = overhearRejections()
  const session = open({ ...sharedStore(), lock: { acquire: async () => fail } })
  await session.login(ada)
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  expect([answer.outcome, session.getSnapshot().status, await unhandled()]).toEqual([200, 'authenticated', []])
})

import { expect, test } from 'vitest'
import { simpleJwt } from 'xstate-auth-session/backends'
import type { FakeBackend } from 'xstate-auth-session/testing'
import {
  ada,
  createGate,
  createWorld,
  foreignToken,
  lateRenewals,
  me,
  origin,
  type Session,
  type SessionOptions,
  sharedStore,
  slowReads,
  watch,
} from './world'

const withSuccessors = () => simpleJwt({ baseUrl: origin, successorHeader: 'X-Token' })

/** Two sessions of one login; the second one's reads and the answers to its renewals can be kept back. */
async function createPair(options: SessionOptions = {}) {
  const world = createWorld()
  const { key, storage } = sharedStore()
  const reads = slowReads(storage)
  const answers = createGate()
  const first = world.open({ key, storage, ...options })
  const fetch = lateRenewals(world.fake, answers)
  const second = world.open({ key, storage: reads.storage, ...options, fetch })
  await first.login(ada)
  await second.start()
  await world.time.advance(100_000)
  return { ...world, first, second, answers, hold: reads.hold }
}

/** Lets the server send a successor along with what it answers. */
const sendSuccessors = (fake: FakeBackend, now: () => number) =>
  fake.intercept(({ path }) =>
    path === '/api/me/' ? new Response('{}', { headers: { 'X-Token': foreignToken(now() + 300_000) } }) : undefined,
  )

const ends = (...sessions: Session[]) => sessions.map((session) => session.getSnapshot().endReason)

test('a successor that one session takes while another rotates ends neither', async () => {
  const { time, fake, first, second, answers, spent } = await createPair({ backend: withSuccessors(), channel: null })
  const stop = sendSuccessors(fake, time.now)
  const token = watch(second.accessToken({ minValidFor: 290_000 }))
  await time.advance(1_000)
  expect(spent()).toHaveLength(1)
  await first.fetch(me)
  await time.advance(1_000)
  stop()
  answers.open()
  await time.advance(10_000)
  expect(token.outcome).toBe('done')
  await time.advance(400_000)
  expect(ends(first, second)).toEqual([null, null])
})

test('a successor taken after another session’s rotation, before a look at it, ends neither', async () => {
  const { time, fake, first, second, answers } = await createPair({ backend: withSuccessors(), channel: null })
  answers.open()
  await second.accessToken({ minValidFor: 290_000 })
  const stop = sendSuccessors(fake, time.now)
  await first.fetch(me)
  stop()
  watch(first.fetch(me))
  await time.advance(600_000)
  expect(ends(first, second)).toEqual([null, null])
})

test('an access token given to one session while another rotates ends neither', async () => {
  const { time, first, second, answers, spent } = await createPair({ channel: null })
  const token = watch(second.accessToken({ minValidFor: 290_000 }))
  await time.advance(1_000)
  expect(spent()).toHaveLength(1)
  await first.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  await time.advance(1_000)
  answers.open()
  await time.advance(600_000)
  expect({ token: token.outcome, ends: ends(first, second) }).toEqual({ token: 'done', ends: [null, null] })
})

test('a look that is slower than the answer to the own rotation ends neither session', async () => {
  const { time, first, second, answers, hold } = await createPair()
  const token = watch(second.accessToken({ minValidFor: 290_000 }))
  await time.advance(1_000)
  const release = hold()
  await first.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  answers.open()
  await time.advance(200)
  release()
  await time.advance(600_000)
  expect({ token: token.outcome, ends: ends(first, second) }).toEqual({ token: 'done', ends: [null, null] })
})

test('a successor that the server refuses at once does not stay in the place of another session’s good token', async () => {
  const { time, fake, first, second, answers } = await createPair({ backend: withSuccessors(), channel: null })
  answers.open()
  await second.accessToken({ minValidFor: 290_000 })
  const stop = sendSuccessors(fake, time.now)
  await first.fetch(me)
  stop()
  const answer = watch(first.fetch(me))
  await time.advance(1_000)
  expect(answer.outcome).toBe(200)
  expect(ends(first, second)).toEqual([null, null])
})

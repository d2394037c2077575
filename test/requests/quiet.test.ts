import { expect, onTestFinished, test } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'

const me = 'https://api.test/api/me/'

/** A session that is logged in, and every event that its machines are sent from then on. */
async function overheard() {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ now: time.now })
  const events: string[] = []
  const inspect = (inspected: { type: string; event?: { type: string } }) => {
    if (inspected.type === '@xstate.event' && inspected.event) events.push(inspected.event.type)
  }
  const { backend, fetch } = fake
  const session = createAuthSession({ backend, fetch, clock: time.clock, inspect })
  onTestFinished(() => session.dispose())
  await session.login({ username: 'ada', password: 'lovelace' })
  await time.advance(1_000)
  events.length = 0
  return { time, fake, session, events }
}

test('a request with a good token sends the machines no event', async () => {
  const { session, events } = await overheard()
  for (let i = 0; i < 100; i++) expect((await session.fetch(me)).status).toBe(200)
  expect(events).toEqual([])
})

test('a thousand that begin to wait at once are one event, and so are a thousand that are sent', async () => {
  const { time, fake, session, events } = await overheard()
  let answerRenewal: () => void = () => {}
  const answered = new Promise<void>((resolve) => {
    answerRenewal = resolve
  })
  fake.intercept(({ path }, answer) => (path === '/api/token/refresh/' ? answered.then(answer) : undefined))
  fake.revokeAccess()
  const calls = Array.from({ length: 1_000 }, () => session.fetch(me))
  await time.advance(100)
  expect(session.getSnapshot().waiting).toBe(1_000)
  expect(events.filter((type) => type === 'requests.counted')).toHaveLength(1)
  answerRenewal()
  await time.advance(100)
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(1_000).fill(200))
  expect(events.filter((type) => type === 'requests.counted')).toHaveLength(2)
  expect(events.filter((type) => type === 'request.unauthorized')).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { memoryStorage } from 'xstate-auth-session'
import type { SimulatedTime } from 'xstate-auth-session/testing'
import {
  ada,
  altered,
  createHandLifecycle,
  createWorld,
  me,
  type Session,
  type SessionOptions,
  sharedStore,
  watch,
} from './world'

/** What a session that has gone `ms` ago leaves in the store. */
async function leaveBehind(
  time: SimulatedTime,
  open: (own: SessionOptions) => Session,
  own: SessionOptions,
  ms: number,
) {
  const session = open(own)
  await session.login(ada)
  session.dispose()
  await time.advance(ms)
}

test('a token of more life than is left, asked for while restoring, is renewed for', async () => {
  const { time, open, spent } = createWorld()
  const own = { storage: memoryStorage({ scope: 'tab' }) }
  await leaveBehind(time, open, own, 200_000)
  const session = open(own)
  const token = watch(session.accessToken({ minValidFor: 200_000 }))
  await time.advance(1_000)
  expect(session.getSnapshot().status).toBe('authenticated')
  await time.advance(29_500)
  expect({ token: token.outcome, spent: spent().length }).toEqual({ token: 'done', spent: 1 })
})

test('an upload that can be sent only once, made while restoring the last 50 seconds of a token, is sent', async () => {
  const { time, fake, open } = createWorld()
  const own = { storage: memoryStorage({ scope: 'tab' }), renewal: { ahead: 0 } }
  await leaveBehind(time, open, own, 250_000)
  const session = open(own)
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('once'))
      controller.close()
    },
  })
  const upload = { method: 'POST', body, duplex: 'half' } as RequestInit
  const sent = session.fetch(me, upload)
  const answer = watch(sent)
  await time.advance(1_000)
  await sent
  expect({
    answer: answer.outcome,
    bodies: fake.requests.filter(({ path }) => path === '/api/me/').map((r) => r.body),
  }).toEqual({
    answer: 200,
    bodies: ['once'],
  })
})

test('a token of more life than is left, asked for during a thaw, is renewed for', async () => {
  const { time, open, spent } = createWorld()
  const { lifecycle, tell } = createHandLifecycle()
  const session = open({
    lifecycle,
    storage: altered(memoryStorage({ scope: 'tab' }), ({ read }) => ({
      read: async () => {
        const state = read()
        for (let turn = 0; turn < 20; turn++) await null
        return state
      },
    })),
  })
  await session.login(ada)
  await time.advance(100_000)
  tell('thawed')
  const token = watch(session.accessToken({ minValidFor: 250_000 }))
  await time.advance(31_000)
  expect({ token: token.outcome, spent: spent().length }).toEqual({ token: 'done', spent: 1 })
})

test('a start is over in time although it is stopped at once and the server is away', async () => {
  const { time, fake, open } = createWorld()
  const own = { storage: memoryStorage({ scope: 'tab' }) }
  await leaveBehind(time, open, own, 400_000)
  fake.network(false)
  const session = open(own)
  const started = watch(session.start())
  session.stop()
  await time.advance(600_000)
  expect(started.outcome).toBe('done')
})

test('a channel that cannot be opened leaves a session that works and no listener behind', async () => {
  const { time, open } = createWorld()
  const page = createHandLifecycle()
  const session = open({
    ...sharedStore(),
    lifecycle: page.lifecycle,
    channel: {
      open: () => {
        throw new Error('SecurityError')
      },
    },
  })
  watch(session.login(ada))
  const login = watch(session.login(ada))
  await time.advance(1_000)
  session.dispose()
  expect({ login: login.outcome, attached: page.attached }).toEqual({ login: 'done', attached: 0 })
})

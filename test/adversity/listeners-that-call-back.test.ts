import { expect, test } from 'vitest'
import { overhearRejections } from '../session/rejections'
import { ada, createWorld, foreignToken, me, watch } from './world'

type Watched = ReturnType<typeof watch>

test('a request made by a listener of the logout leaves without a token', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  let answer: Watched | undefined
  session.on('loggedOut', () => {
    answer = watch(session.fetch(me))
  })
  await session.logout()
  await time.advance(1_000)
  const sent = fake.requests.filter(({ path }) => path === '/api/me/')
  expect({ answer: answer?.outcome, sent }).toEqual({
    answer: 401,
    sent: [{ method: 'GET', path: '/api/me/', bearer: null, body: '' }],
  })
})

test('a request made by a listener of the end is rejected for it', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  let answer: Watched | undefined
  session.on('expired', () => {
    answer = watch(session.fetch(me))
  })
  await time.advance(400_000)
  expect({ answer: answer?.outcome, sent: fake.requests }).toEqual({ answer: 'session_expired', sent: [] })
})

test('a request made and caught by a listener of the end leaves no rejection unhandled', async () => {
  const { time, open } = createWorld()
  const unhandled = overhearRejections()
  const session = open()
  await session.setTokens({ accessToken: foreignToken(time.now() + 300_000) })
  let caught: unknown
  session.on('expired', () => {
    session.fetch(me).catch((error: unknown) => {
      caught = error
    })
  })
  await time.advance(400_000)
  expect(await unhandled()).toEqual([])
  expect(caught).toMatchObject({ code: 'session_expired' })
})

test('a listener of the end may log in at once, and everybody who asked meanwhile is answered', async () => {
  const { time, fake, open } = createWorld()
  const session = open()
  await session.login(ada)
  const seen: Record<string, Watched> = {}
  session.on('expired', () => {
    seen['login'] = watch(session.login(ada))
  })
  session.subscribe(({ status }) => {
    if (status === 'expired') seen['meanwhile'] = watch(session.fetch(me))
  })
  fake.revokeAccess()
  fake.revokeRefresh()
  seen['before'] = watch(session.fetch(me))
  await time.advance(40_000)
  expect({ status: session.getSnapshot().status, seen }).toEqual({
    status: 'authenticated',
    seen: {
      login: { outcome: 'done' },
      meanwhile: { outcome: 'session_expired' },
      before: { outcome: 'session_expired' },
    },
  })
})

test.each([
  ['authenticated', 'session_changed', 'logged_out'],
  ['refreshing', 'done', 200],
  ['queuedRetry', 'done', 'logged_out'],
] as const)('a subscriber may log out as soon as the session is %s: the login is %s, a request %s', async (...row) => {
  const [status, login, answer] = row
  const { time, fake, open } = createWorld()
  const session = open()
  let done = false
  session.subscribe((snapshot) => {
    if (snapshot.status !== status || done) return
    done = true
    void session.logout()
  })
  const entering = watch(session.login(ada))
  await time.settle()
  fake.revokeAccess()
  const asking = watch(session.fetch(me, { auth: 'required' }))
  await time.advance(250_000)
  expect({ status: session.getSnapshot().status, login: entering, answer: asking }).toEqual({
    status: 'loggedOut',
    login: { outcome: login },
    answer: { outcome: answer },
  })
})

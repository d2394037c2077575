import { expect, test } from 'vitest'
import { createFakeBackend, createSiblings, createSimulatedTime } from 'xstate-auth-session/testing'

/** Tabs of one browser, logged in. */
async function openTabs(count: number) {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ accessLifetime: 60, now: time.now })
  const browser = createSiblings({ backend: fake, time })
  const sessions = Array.from({ length: count }, () => browser.open().session)
  await Promise.all(sessions.map((session) => session.start()))
  await sessions[0]?.login({ username: 'ada', password: 'lovelace' })
  await time.advance(500)
  const statuses = () => sessions.map((session) => session.getSnapshot().status)
  return { time, fake, browser, sessions, statuses }
}

const me = 'https://api.test/api/me/'

test('a login in one is a login in all', async () => {
  const { statuses } = await openTabs(3)
  expect(statuses()).toEqual(['authenticated', 'authenticated', 'authenticated'])
})

test('ten that see the token run out together make one renewal, and all are answered', async () => {
  const { time, fake, sessions } = await openTabs(10)
  time.sleep(120_000)
  const answers = sessions.map((session) => session.fetch(me))
  await time.advance(1_000)
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(fake.count('/api/token/refresh/')).toBe(1)
})

test('ten together plan each renewal for one moment, and so take no more than one alone', async () => {
  const { time, fake, sessions } = await openTabs(10)
  const planned = () => sessions.map(({ actor }) => actor.getSnapshot().context.token?.renewAt ?? 0)
  const lives: number[] = []
  for (let renewals = 1; renewals <= 20; renewals++) {
    const [renewAt = 0] = planned()
    expect(planned()).toEqual(Array(10).fill(renewAt))
    lives.push(renewAt - time.now())
    await time.advance(renewAt - time.now() + 500)
    expect(fake.count('/api/token/refresh/')).toBe(renewals)
  }
  // A token of 60 s is renewed at half its life, less a jitter of at most 12 s.
  expect(Math.min(...lives)).toBeGreaterThanOrEqual(17_000)
  expect(Math.max(...lives) - Math.min(...lives)).toBeGreaterThan(6_000)
  expect(sessions.map((session) => session.getSnapshot().endReason)).toEqual(Array(10).fill(null))
})

test('logins spread their renewals over the jitter', async () => {
  const moments = new Set<number>()
  for (let logins = 0; logins < 20; logins++) {
    const { sessions } = await openTabs(1)
    moments.add(sessions[0]?.actor.getSnapshot().context.token?.renewAt ?? 0)
  }
  expect(moments.size).toBe(20)
  expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(6_000)
})

test('a logout in one is a logout in all', async () => {
  const { time, fake, sessions, statuses } = await openTabs(3)
  const asked = fake.requests.length
  await sessions[0]?.logout()
  await time.advance(500)
  expect(statuses()).toEqual(['loggedOut', 'loggedOut', 'loggedOut'])
  expect(fake.requests.slice(asked).map(({ path }) => path)).toEqual(['/api/token/blacklist/'])
})

test('the end of the session has the same reason in all', async () => {
  const { time, fake, sessions } = await openTabs(3)
  fake.revokeRefresh()
  await time.advance(120_000)
  expect(sessions.map((session) => session.getSnapshot().endReason)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(fake.count('/api/token/refresh/')).toBe(1)
})

test("another user's login in one settles what waits in the others with session_changed", async () => {
  const { time, fake, sessions } = await openTabs(2)
  fake.intercept(({ path }) => (path === '/api/token/refresh/' ? new Response(null, { status: 503 }) : undefined))
  fake.revokeAccess()
  const waiting = sessions[1]?.fetch(me) as Promise<Response>
  const settled = expect(waiting).rejects.toMatchObject({ code: 'session_changed' })
  await time.advance(100)
  await sessions[0]?.login({ username: 'grace', password: 'hopper' })
  await time.advance(500)
  await settled
  expect(sessions[1]?.getSnapshot()).toMatchObject({ status: 'authenticated', claims: { user_id: 'grace' } })
})

test('of two who log in at the same moment one is logged in everywhere, and the login of the other is revoked', async () => {
  const { time, fake, sessions } = await openTabs(2)
  await sessions[0]?.logout()
  await time.advance(500)
  const before = fake.requests.length
  await Promise.all([
    sessions[0]?.login({ username: 'ada', password: 'lovelace' }),
    sessions[1]?.login({ username: 'grace', password: 'hopper' }),
  ])
  await time.advance(500)
  const users = sessions.map((session) => session.getSnapshot().claims?.['user_id'])
  const revoked = fake.requests.slice(before).filter(({ path }) => path === '/api/token/blacklist/')
  expect([users, revoked.map(({ bearer }) => bearer?.user)]).toEqual([['grace', 'grace'], ['ada']])
})

test('one that is frozen in mid-rotation and thaws later overwrites nothing', async () => {
  const { time, fake, browser, sessions } = await openTabs(2)
  let release: (response: Response) => void = () => {}
  const late = new Promise<Response>((resolve) => {
    release = resolve
  })
  const stop = fake.intercept(({ path }) => (path === '/api/token/refresh/' ? late : undefined))
  fake.revokeAccess()
  const first = sessions[0]?.fetch(me)
  await time.advance(100)
  stop()
  browser.tabs[0]?.freeze()
  const second = sessions[1]?.fetch(me)
  await time.advance(1_000)
  expect((await second)?.status).toBe(200)
  const { claims } = sessions[1]?.getSnapshot() ?? {}
  release(new Response(JSON.stringify({ access: 'outdated.outdated.outdated' })))
  browser.tabs[0]?.thaw()
  await time.advance(1_000)
  expect((await first)?.status).toBe(200)
  expect(sessions.map((session) => session.getSnapshot().claims)).toEqual([claims, claims])
})

test('two tabs without a lock tell by the intent who is at work', async () => {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ accessLifetime: 600, now: time.now })
  const browser = createSiblings({ backend: fake, time, locks: false, channel: false })
  const sessions = [browser.open().session, browser.open().session] as const
  await sessions[0].login({ username: 'ada', password: 'lovelace' })
  await sessions[1].start()
  let mend: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    mend = resolve
  })
  fake.intercept(({ path }, answer) => (path === '/api/token/refresh/' ? opened.then(answer) : undefined))
  time.sleep(1_200_000)
  const first = sessions[0].fetch(me)
  await time.advance(10)
  const second = sessions[1].fetch(me)
  await time.advance(10)
  expect(fake.count('/api/token/refresh/')).toBe(1)
  mend()
  await time.advance(31_000)
  expect([(await first).status, (await second).status]).toEqual([200, 200])
  expect(fake.count('/api/token/refresh/')).toBe(1)
})

test('a successor that a sibling lives on is not revoked by the tab that lost the race', async () => {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ accessLifetime: 60, now: time.now })
  const browser = createSiblings({ backend: fake, time, locks: false, channel: false })
  const sessions = [browser.open().session, browser.open().session] as const
  await sessions[0].login({ username: 'ada', password: 'lovelace' })
  await sessions[1].start()
  let successor: Promise<string> | undefined
  fake.intercept(({ path }, answer) => {
    if (path !== '/api/token/refresh/') return undefined
    successor ??= answer().text()
    return successor.then((text) => new Response(text))
  })
  time.sleep(120_000)
  const answers = sessions.map((session) => session.fetch(me))
  await time.advance(31_000)
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
  expect(fake.count('/api/token/blacklist/')).toBe(0)
})

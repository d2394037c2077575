import { render } from '@testing-library/svelte'
import { tick } from 'svelte'
import { expect, test } from 'vitest'
import { useAuthSelector, useAuthSession, useAuthStatus, useUser } from 'xstate-auth-session/svelte'
import { ada, createWorld, grace, NOTHING } from '../world'
import App from './app.svelte'
import Nested from './nested.svelte'
import Provider from './provider.svelte'
import UserOf from './user-of.svelte'

test('a component shows the status and the user, and follows them', async () => {
  const { time, session } = createWorld()
  const { container } = render(App, { session })
  const shows = async () => {
    await time.settle()
    await tick()
    return container.textContent
  }
  expect(container.textContent).toBe('restoring, nobody')
  expect(await shows()).toBe('anonymous, nobody')
  await session.login(ada)
  expect(await shows()).toBe('authenticated, ada')
  await session.login(grace)
  expect(await shows()).toBe('authenticated, grace')
  await session.logout()
  expect(await shows()).toBe('loggedOut, nobody')
})

test('an effect runs only when what it selects has changed, by runes and as a store', async () => {
  const { time, session, renew } = createWorld()
  const told: Record<string, unknown[]> = { status: [], store: [], user: [], hour: [] }
  render(App, { session, told: (name: string, value: unknown) => void told[name]!.push(value) })
  await tick()
  await session.login(ada)
  await time.settle()
  await tick()
  const counts = () => Object.fromEntries(Object.entries(told).map(([name, values]) => [name, values.length]))
  const before = counts()
  await renew()
  await tick()
  expect(session.getSnapshot().status).toBe('authenticated')
  expect(told['status']).toEqual(told['store'])
  expect(new Set(told['status'])).toEqual(new Set(['restoring', 'anonymous', 'authenticated', 'refreshing']))
  expect(told['user']).toEqual(['nobody', 'ada'])
  expect(counts()).toEqual({ ...before, status: before['status']! + 2, store: before['store']! + 2 })
})

test('the session is kept started while the app is mounted; a component that goes, and then the app, let go of everything', async () => {
  const { session, held } = createWorld()
  const { rerender, unmount } = render(App, { session })
  await session.login(ada)
  await tick()
  // Of four selections the status is read twice, by an effect and by the markup, and followed once.
  expect(held()).toEqual({ listeners: 4, page: true, timers: 1 })
  await rerender({ isShown: false })
  await tick()
  expect(held()).toEqual({ listeners: 0, page: true, timers: 1 })
  unmount()
  expect(held()).toEqual(NOTHING)
})

test('of two apps over one session, the one that stays keeps it started', async () => {
  const { session, held } = createWorld()
  const [first, second] = [render(App, { session }), render(App, { session })]
  await session.login(ada)
  first.unmount()
  await tick()
  expect(held()).toEqual({ listeners: 4, page: true, timers: 1 })
  second.unmount()
  await tick()
  expect(held()).toEqual(NOTHING)
})

test.each([
  ['useAuthSession', useAuthSession],
  ['useAuthSelector', () => useAuthSelector(({ status }) => status)],
  ['useAuthStatus', useAuthStatus],
  ['useUser', useUser],
])('%s without a session above says what to do', (name, use) => {
  expect(() => render(UserOf, { use })).toThrow(`${name}: no component above has called provideAuthSession(session)`)
})

test('an app takes one session', () => {
  const { session, held } = createWorld()
  expect(() => render(Nested, { session })).toThrow('provideAuthSession: there is a session already; an app has one')
  expect(held()).toEqual(NOTHING)
})

test('a session that has been disposed of is refused, though it never began', () => {
  const { session, held } = createWorld()
  session.dispose()
  expect(() => render(Provider, { session })).toThrow(
    expect.objectContaining({ name: 'AuthSessionError', code: 'disposed' }),
  )
  expect(held()).toEqual(NOTHING)
})

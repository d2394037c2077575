import { render } from '@solidjs/testing-library'
import { createEffect, ErrorBoundary, type JSX } from 'solid-js'
import { expect, test } from 'vitest'
import { AuthSessionProvider, useAuthSelector, useAuthSession, useAuthStatus, useUser } from 'xstate-auth-session/solid'
import { ada, createWorld, grace, NOTHING, type World } from '../world'

type User = { readonly username: string }

/** Shows it inside a provider, as an app would. */
const show = ({ session }: World, screen: () => JSX.Element) =>
  render(() => <AuthSessionProvider session={session}>{screen()}</AuthSessionProvider>)

function Screen() {
  const status = useAuthStatus()
  const user = useUser<User>()
  return (
    <p>
      {status()}, {user()?.username ?? 'nobody'}
    </p>
  )
}

test('a component shows the status and the user, and follows them', async () => {
  const world = createWorld()
  const { time, session } = world
  const { container } = show(world, () => <Screen />)
  expect(container.textContent).toBe('restoring, nobody')
  await time.settle()
  expect(container.textContent).toBe('anonymous, nobody')
  await session.login(ada)
  expect(container.textContent).toBe('authenticated, ada')
  await session.login(grace)
  expect(container.textContent).toBe('authenticated, grace')
  await session.logout()
  expect(container.textContent).toBe('loggedOut, nobody')
})

test('an effect runs only when what it selects has changed', async () => {
  const world = createWorld()
  const { session, server, time, renew } = world
  const told = { status: [] as string[], user: [] as unknown[], hour: 0, same: 0 }
  show(world, () => {
    const status = useAuthStatus()
    const user = useUser()
    const hour = useAuthSelector(
      ({ expiresAt }) => ({ hour: Math.floor((expiresAt ?? 0) / 3_600_000) }),
      (a, b) => a.hour === b.hour,
    )
    const same = useAuthSelector(({ persistence }) => persistence)
    createEffect(() => void told.status.push(status()))
    createEffect(() => void told.user.push(user()))
    createEffect(() => {
      hour()
      told.hour++
    })
    createEffect(() => {
      same()
      told.same++
    })
    return null
  })
  await session.login(ada)
  await renew()
  const save = (each: number) => session.fetch(`${server.baseUrl}/api/notes/${each}/`)
  await save(0)
  server.revokeAccess()
  const answers = [1, 2, 3].map(save)
  await time.advance(100)
  for (const answer of answers) expect((await answer).status).toBe(200)
  expect(told).toEqual({
    status: ['restoring', 'anonymous', 'authenticated', 'refreshing', 'authenticated', 'queuedRetry', 'authenticated'],
    user: [null, { username: 'ada' }],
    hour: 2,
    same: 1,
  })
})

test('the session is kept started while the provider is mounted; unmounted, it lets go of everything', async () => {
  const world = createWorld()
  const { unmount } = show(world, () => <Screen />)
  await world.session.login(ada)
  expect(world.held()).toEqual({ listeners: 1, page: true, timers: 1 })
  unmount()
  expect(world.held()).toEqual(NOTHING)
})

test('of two apps over one session, the one that stays keeps it started', async () => {
  const world = createWorld()
  const [first, second] = [show(world, () => <Screen />), show(world, () => <Screen />)]
  await world.session.login(ada)
  first.unmount()
  expect(world.held()).toEqual({ listeners: 1, page: true, timers: 1 })
  second.unmount()
  expect(world.held()).toEqual(NOTHING)
})

test('`useAuthSession` gives the session itself', () => {
  const world = createWorld()
  let found: unknown
  show(world, () => {
    found = useAuthSession()
    return null
  })
  expect(found).toBe(world.session)
})

test.each([
  ['useAuthSession', useAuthSession],
  ['useAuthSelector', () => useAuthSelector(({ status }) => status)],
])('%s outside of a provider says what to do', (name, use) => {
  function User() {
    use()
    return null
  }
  expect(() => render(() => <User />)).toThrow(`${name}: there is no <AuthSessionProvider session={…}> above`)
})

test('an app has one provider, and an error boundary shows it', () => {
  const world = createWorld()
  const { container } = show(world, () => (
    <ErrorBoundary fallback={(error: Error) => <p>{error.message}</p>}>
      <AuthSessionProvider session={world.session}>
        <Screen />
      </AuthSessionProvider>
    </ErrorBoundary>
  ))
  expect(container.textContent).toBe('AuthSessionProvider: there is another one above; an app has one session')
  expect(world.held().listeners).toBe(1)
})

test('a session that has been disposed of is refused, though it never began', () => {
  const world = createWorld()
  world.session.dispose()
  expect(() => show(world, () => <Screen />)).toThrow(
    expect.objectContaining({ name: 'AuthSessionError', code: 'disposed' }),
  )
  expect(world.held()).toEqual(NOTHING)
})

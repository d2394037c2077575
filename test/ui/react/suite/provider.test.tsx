import { act, render } from '@testing-library/react'
import { Component, type ReactNode, StrictMode } from 'react'
import { expect, test } from 'vitest'
import {
  LoggedIn,
  NotLoggedIn,
  SessionExpired,
  useAuthSelector,
  useAuthSession,
  useAuthStatus,
  useUser,
} from 'xstate-auth-session/react'
import { complaints } from '../complaints'
import { ada, openStage } from './stage'

const Status = () => useAuthStatus()

/** What a render threw, where it did. */
class Boundary extends Component<{ children: ReactNode }> {
  override state = { error: null }
  static getDerivedStateFromError = (error: unknown) => ({ error })
  override render = () => (this.state.error ? String(this.state.error) : this.props.children)
}

test('a session is started while its provider is mounted, and once for all that ask within', async () => {
  const { show, heard } = openStage()
  const { unmount } = await show([1, 2, 3].map((key) => <Status key={key} />))
  expect(heard).toEqual(['listens'])
  unmount()
  expect(heard).toEqual(['listens', 'lets go'])
})

test('in StrictMode starts and stops are balanced, and a stored session is renewed once', async () => {
  const { show, open, heard, server, time, session } = openStage()
  const before = open()
  await before.login(ada)
  before.dispose()
  time.sleep(3_600_000)
  heard.length = 0
  const { text, unmount } = await show(<Status />, { wrapper: StrictMode })
  expect([text(), server.count('/api/token/refresh/')]).toEqual(['authenticated', 1])
  expect(heard).toEqual(['listens', 'lets go', 'listens'])
  unmount()
  expect(heard).toEqual(['listens', 'lets go', 'listens', 'lets go'])
  expect([time.pending, session.getSnapshot().status]).toEqual([0, 'authenticated'])
})

test('two roots may show one session, and it is let go of with the last', async () => {
  const { show, heard, logIn } = openStage()
  const [first, second] = [await show(<Status />), await show(<Status />)]
  await logIn()
  expect([first.text(), second.text()]).toEqual(['authenticated', 'authenticated'])
  first.unmount()
  expect(heard).toEqual(['listens'])
  second.unmount()
  expect(heard).toEqual(['listens', 'lets go'])
})

test('where another session is given, the first is let go of, and the screen shows the other', async () => {
  const { show, open, inProvider, heard, session, logIn } = openStage()
  const { text, rerender } = await show(<Status />)
  await logIn()
  const other = open()
  await act(async () => rerender(inProvider(<Status />, other)))
  expect([text(), heard]).toEqual(['authenticated', ['listens', 'lets go', 'listens']])
  await act(() => other.logout())
  expect([text(), session.getSnapshot().status]).toEqual(['loggedOut', 'authenticated'])
})

test.each([
  ['useAuthSession', () => <>{useAuthSession().getSnapshot().status}</>],
  ['useAuthStatus', Status],
  ['useUser', () => <>{useUser()}</>],
  ['useAuthSelector', () => <>{useAuthSelector(({ status }) => status)}</>],
  ['<LoggedIn>', LoggedIn],
  ['<NotLoggedIn>', NotLoggedIn],
  ['<SessionExpired>', SessionExpired],
])('outside of a provider %s says what is missing', (name, Asking) => {
  expect(() => render(<Asking />)).toThrow(`${name}: there is no <AuthSessionProvider session={…}> above`)
  complaints()
})

test('a provider within another says so', () => {
  const { inProvider, open } = openStage()
  const nested = inProvider(inProvider(<Status />, open()))
  expect(() => render(nested)).toThrow('AuthSessionProvider: there is another one above; an app has one session')
  complaints()
})

test.each([
  ['was used', async (session: ReturnType<typeof openStage>['session']) => void (await session.start())],
  ['was never used', async () => {}],
])('a session that has ended for good and %s fails its provider', async (_, use) => {
  const { session, inProvider } = openStage()
  await use(session)
  session.dispose()
  const { container } = render(<Boundary>{inProvider(<Status />)}</Boundary>)
  await act(async () => {})
  expect(container.textContent).toMatch(/^AuthSessionError: .+ \(docs\/errors\.md#disposed\)$/)
  complaints()
})

test('a session that ends for good while it is restoring fails its provider, for nothing will ever follow', async () => {
  const { session, inProvider } = openStage()
  const { container } = render(<Boundary>{inProvider(<Status />)}</Boundary>)
  expect(container.textContent).toBe('restoring')
  await act(async () => session.dispose())
  expect(container.textContent).toMatch(/disposed\)$/)
  complaints()
})

test('a session that ends for good while it is shown leaves the screen as it was, also when that is rendered again', async () => {
  const { session, show, logIn, inProvider } = openStage()
  const { text, rerender, unmount } = await show(<Status />)
  await logIn()
  session.dispose()
  rerender(inProvider([<Status key="first" />, <Status key="second" />]))
  expect(text()).toBe('authenticatedauthenticated')
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'disposed' })
  unmount()
})

test('a session that was replaced while it was restoring may end for good: the screen is the other’s', async () => {
  const { session, inProvider, open, time } = openStage()
  const { container, rerender } = render(<Boundary>{inProvider(<Status />)}</Boundary>)
  rerender(<Boundary>{inProvider(<Status />, open())}</Boundary>)
  await act(async () => session.dispose())
  await act(time.settle)
  expect(container.textContent).toBe('anonymous')
})

test('a provider that is gone says nothing of a session that ends later', async () => {
  const { session, inProvider } = openStage()
  const { unmount } = render(inProvider(<Status />))
  unmount()
  await act(async () => session.dispose())
})

import { act } from '@testing-library/react'
import { memo, Profiler, version } from 'react'
import { expect, test } from 'vitest'
import { useAuthSelector, useAuthSession, useAuthStatus, useUser } from 'xstate-auth-session/react'
import { openStage } from './stage'

/** Counts how often what stands in it is rendered. */
function counted(name: string, renders: string[], Component: () => unknown) {
  const Counted = memo(() => {
    renders.push(name)
    return <>{Component()}</>
  })
  return <Counted key={name} />
}

test('the React under test is that of this package', () => {
  expect(version).toBe(process.env['REACT_VERSION'])
})

test('a component follows the status', async () => {
  const { show, logIn, logOut } = openStage()
  const { text } = await show(counted('status', [], useAuthStatus))
  expect(text()).toBe('anonymous')
  await logIn()
  expect(text()).toBe('authenticated')
  await logOut()
  expect(text()).toBe('loggedOut')
})

test('the user is what the grant said, typed as the app has it, and nobody after the logout', async () => {
  const { show, session, logOut } = openStage()
  const { text } = await show(counted('user', [], () => useUser<{ name: string }>()?.name ?? 'nobody'))
  expect(text()).toBe('nobody')
  const accessToken = await tokenOf('ada')
  await act(() => session.setTokens({ accessToken, user: { name: 'Ada' } }))
  expect(text()).toBe('Ada')
  await logOut()
  expect(text()).toBe('nobody')
})

test('the session is the very one of the provider, in every render', async () => {
  const { show, session, logIn } = openStage()
  const seen = new Set<unknown>()
  await show(counted('session', [], () => `${useAuthStatus()}${seen.add(useAuthSession()).size}`))
  await logIn()
  expect([...seen]).toEqual([session])
})

test('who has selected what did not change is not rendered again', async () => {
  const { show, session, server, logIn, logOut, advance } = openStage()
  const renders: string[] = []
  const commits: string[] = []
  await show(
    <Profiler id="app" onRender={(_, phase) => commits.push(phase)}>
      {counted('session', renders, () => useAuthSession().getSnapshot().status)}
      {counted('logged in', renders, () => String(useAuthSelector(({ loggedIn }) => loggedIn)))}
      {counted('status', renders, useAuthStatus)}
      {counted('end', renders, () => useAuthSelector(({ expiresAt }) => expiresAt))}
    </Profiler>,
  )
  const since = () => renders.splice(0)
  expect(since()).toEqual(['session', 'logged in', 'status', 'end', 'status'])
  await logIn()
  expect(since()).toEqual(['logged in', 'status', 'end'])
  let answer = () => {}
  server.intercept(({ path }, asked) => {
    if (path !== '/api/token/refresh/') return undefined
    return new Promise((resolve) => {
      answer = () => resolve(asked())
    })
  })
  await advance(240_000)
  expect(since()).toEqual(['status'])
  await act(async () => answer())
  expect(since()).toEqual(['status', 'end'])
  server.network(false)
  await act(() => session.fetch(`${server.baseUrl}/api/notes/`).catch(() => {}))
  expect(since()).toEqual([])
  server.network(true)
  await logOut()
  expect(since()).toEqual(['logged in', 'status', 'end'])
  expect(commits).toHaveLength(6)
})

test('a comparison of one’s own decides what counts as a change, and the selection stays the same object meanwhile', async () => {
  const { show, logIn, logOut, advance } = openStage()
  const selections: object[] = []
  await show(
    counted('facts', [], () => {
      const facts = useAuthSelector(
        ({ loggedIn, degraded }) => ({ loggedIn, degraded }),
        (a, b) => a.loggedIn === b.loggedIn && a.degraded === b.degraded,
      )
      selections.push(facts)
    }),
  )
  await logIn()
  await advance(240_000)
  await logOut()
  expect(selections).toEqual([
    { loggedIn: false, degraded: false },
    { loggedIn: true, degraded: false },
    { loggedIn: false, degraded: false },
  ])
})

test('a selector that is another function in every render sees what it closes over', async () => {
  const { show, session, inProvider, logIn } = openStage()
  const Field = ({ name }: { name: 'status' | 'loggedIn' }) => String(useAuthSelector((snapshot) => snapshot[name]))
  const { text, rerender } = await show(<Field name="status" />)
  await logIn()
  expect(text()).toBe('authenticated')
  rerender(inProvider(<Field name="loggedIn" />))
  expect([text(), session.getSnapshot().loggedIn]).toEqual(['true', true])
})

/** As a server other than the stage's would give it. */
async function tokenOf(subject: string): Promise<string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ sub: subject, exp: 4_000_000_000 })}.x`
}

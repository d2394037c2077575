import { act } from '@testing-library/react'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test } from 'vitest'
import { LoggedIn, NotLoggedIn, useAuthSelector, useAuthStatus, useUser } from 'xstate-auth-session/react'
import { ada, openStage } from './stage'

function App() {
  const status = useAuthStatus()
  const end = useAuthSelector(({ expiresAt }) => expiresAt)
  const user = useUser<string>()
  return (
    <main>
      {status} {String(end)} {user ?? 'nobody'}
      <LoggedIn fallback={<p>Not in</p>}>
        <p>In</p>
      </LoggedIn>
      <NotLoggedIn>
        <button type="button">Log in</button>
      </NotLoggedIn>
    </main>
  )
}

/** Brings a server's HTML to life; `app` is asked for each side. */
function openPage(html: string) {
  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = html
  const mismatches: unknown[] = []
  return {
    text: () => container.textContent,
    mismatches,
    async hydrate(app: ReactNode) {
      const root = hydrateRoot(container, app, { onRecoverableError: (error) => void mismatches.push(error) })
      onTestFinished(() => {
        act(() => root.unmount())
        container.remove()
      })
      await act(async () => {})
    },
  }
}

test('a server renders a session that has not begun, and begins nothing', () => {
  const { inProvider, time, server, heard } = openStage()
  const html = renderToString(inProvider(<App />))
  expect(html.replaceAll('<!-- -->', '')).toBe('<main>restoring null nobody<p>Not in</p></main>')
  expect([time.pending, server.requests, heard]).toEqual([0, [], []])
})

test('what a server rendered comes alive and then shows who is logged in', async () => {
  const { inProvider, open, time } = openStage()
  await open().login(ada)
  const { hydrate, text, mismatches } = openPage(renderToString(inProvider(<App />)))
  await hydrate(<StrictMode>{inProvider(<App />)}</StrictMode>)
  await act(time.settle)
  expect(text()).toMatch(/^authenticated \d+ nobodyIn$/)
  expect(mismatches).toEqual([])
})

test('a session that is restored before the HTML comes alive is no mismatch', async () => {
  const { inProvider, session } = openStage()
  const { hydrate, text, mismatches } = openPage(renderToString(inProvider(<App />)))
  await session.login(ada)
  expect(text()).toMatch(/^restoring/)
  await hydrate(inProvider(<App />))
  expect(text()).toMatch(/^authenticated \d+ nobodyIn$/)
  expect(mismatches).toEqual([])
})

test('a server’s session that knows its user renders the same HTML as one that doesn’t, for the page can’t know it yet', async () => {
  const { inProvider, session } = openStage()
  const before = renderToString(inProvider(<App />))
  await session.login(ada)
  expect(renderToString(inProvider(<App />))).toBe(before)
})

test('a part of the page that comes alive long after the session was restored is no mismatch', async () => {
  const { inProvider, session } = openStage()
  let isThere = true
  let arrive = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrive = () => {
      isThere = true
      resolve()
    }
  })
  const seen: string[] = []
  const Late = () => {
    if (!isThere) throw arrival
    const status = useAuthStatus()
    seen.push(status)
    return status
  }
  const app = inProvider([
    <App key="app" />,
    <Suspense key="late" fallback="…">
      <Late />
    </Suspense>,
  ])
  const { hydrate, text, mismatches } = openPage(renderToString(app))
  isThere = false
  seen.length = 0
  await session.login(ada)
  await hydrate(app)
  expect(text()).toMatch(/Inrestoring$/)
  await act(async () => arrive())
  expect([text()?.slice(-15), seen]).toEqual(['Inauthenticated', ['restoring', 'authenticated']])
  expect(mismatches).toEqual([])
})

test('a component is rendered once more as it comes alive, and then only for what it selected', async () => {
  const { inProvider, time, session } = openStage()
  const seen: unknown[] = []
  const Waiting = () => {
    const loggedIn = useAuthSelector((snapshot) => snapshot.loggedIn)
    seen.push(loggedIn)
    return String(loggedIn)
  }
  const { hydrate } = openPage(renderToString(inProvider(<Waiting />)))
  seen.length = 0
  await hydrate(inProvider(<Waiting />))
  await act(time.settle)
  expect([session.getSnapshot().status, seen]).toEqual(['anonymous', [false, false]])
})

import { startTransition, useLayoutEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test } from 'vitest'
import { useAuthSelector, useAuthStatus } from 'xstate-auth-session/react'
import { openStage } from './stage'

/** Longer than React renders without letting others have their turn; ms. */
const SLICE = 8

test('no screen shows two statuses at once, though the session changes between two parts of a render', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
  onTestFinished(() => void Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }))
  const { session, inProvider } = openStage()
  await session.login({ username: 'ada', password: 'lovelace' })
  const rendered: string[] = []
  const screens: (readonly string[])[] = []
  let shown = () => {}
  const container = document.createElement('div')
  const Slow = () => {
    const status = useAuthStatus()
    const loggedIn = useAuthSelector((snapshot) => snapshot.loggedIn)
    rendered.push(status)
    const began = performance.now()
    while (performance.now() - began < SLICE);
    return <p>{`${status} ${loggedIn}`}</p>
  }
  const Screen = () => {
    useLayoutEffect(() => {
      screens.push([...container.children].map(({ textContent }) => String(textContent)))
      shown()
    })
    return Array.from({ length: 6 }, (_, at) => <Slow key={String(at)} />)
  }
  const root = createRoot(container)
  onTestFinished(() => root.unmount())
  const done = new Promise<void>((resolve) => {
    shown = resolve
  })
  startTransition(() => root.render(inProvider(<Screen />)))
  while (rendered.length === 0) await turn()
  expect(rendered.length).toBeLessThan(6)
  void session.logout()
  await done
  expect(new Set(rendered)).toEqual(new Set(['authenticated', 'loggedOut']))
  for (const screen of screens) expect(new Set(screen)).toEqual(new Set(['loggedOut false']))
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type AnyStateMachine, createActor, SimulatedClock } from 'xstate'
import { readPage } from '../../../docs/page'
import { ada, openStage } from '../suite/stage'
import { openSamples } from './sample'
import { openScreen } from './screen'

const page = readPage('docs/ui/xstate.md')

test('an app machine follows the session that it was given, and a request of its own ends with its state', async () => {
  const { session, server, time } = openStage()
  const { appMachine } = openSamples(page)<{ appMachine: AnyStateMachine }>('app-machine.ts')
  const app = createActor(appMachine, { input: { session } }).start()
  onTestFinished(() => void app.stop())
  expect(app.getSnapshot().value).toBe('starting')
  await time.advance(0)
  expect(app.getSnapshot().value).toBe('outside')
  await session.login(ada)
  expect(app.getSnapshot().value).toEqual({ inside: 'idle' })

  app.send({ type: 'notes.asked' })
  expect(app.getSnapshot().value).toEqual({ inside: 'reading' })
  await vi.waitFor(() => expect(app.getSnapshot().value).toEqual({ inside: 'idle' }))
  expect(server.count('/api/notes/')).toBe(1)

  server.intercept(({ path }) => (path === '/api/token/refresh/' ? new Promise(() => {}) : undefined))
  server.revokeAccess()
  app.send({ type: 'notes.asked' })
  await vi.waitFor(() => expect(session.getSnapshot().status).toBe('queuedRetry'))
  await time.advance(100)
  expect([app.getSnapshot().value, session.getSnapshot().waiting]).toEqual([{ inside: 'reading' }, 1])
  void session.logout()
  expect(app.getSnapshot().value).toBe('outside')
  await time.advance(100)
  expect(session.getSnapshot().waiting).toBe(0)
})

test('useSelector reads the session’s actor', async () => {
  const { session, time, logIn, logOut } = openStage()
  const { StatusLine } = openSamples(page, { given: { './session': { session } } })<{ StatusLine: () => ReactNode }>(
    'status-line.tsx',
  )
  const { text, settle } = openScreen(<StatusLine />, time)
  expect(text()).toBe('One moment…')
  await settle()
  expect(text()).toBe('Not logged in')
  await logIn()
  expect(text()).toBe('Logged in')
  await logOut()
  expect(text()).toBe('Not logged in')
})

test('waitFor waits for the session’s actor', async () => {
  const { session } = openStage()
  const { loggedIn } = openSamples(page, { given: { './session': { session } } })<{
    loggedIn(timeout: number): Promise<void>
  }>('waiting.ts')
  const reached = loggedIn(60_000)
  await session.login(ada)
  await expect(reached).resolves.toBeUndefined()
  await act(() => session.logout())
  await expect(loggedIn(0)).rejects.toThrow('Timeout of 0 ms exceeded')
})

test('the session machine runs inside an app’s own machine, which is told of its states', async () => {
  const clock = new SimulatedClock()
  vi.spyOn(Date, 'now').mockImplementation(() => clock.now())
  let renewals = 0
  const { shellMachine } = openSamples(page)<{ shellMachine(renew: () => Promise<number>): AnyStateMachine }>(
    'shell-machine.ts',
  )
  const renew = async () => {
    renewals += 1
    return 300_000
  }
  const shell = createActor(shellMachine(renew), { clock }).start()
  onTestFinished(() => void shell.stop())
  const reached = (value: string) => vi.waitFor(() => expect(shell.getSnapshot().value).toBe(value))
  expect(shell.getSnapshot().value).toBe('starting')
  await reached('outside')
  shell.send({ type: 'login.granted', lifeMs: 300_000 })
  await reached('inside')
  const session = shell.getSnapshot().children['session']!
  clock.increment(240_000)
  expect(session.getSnapshot().hasTag('refreshing')).toBe(true)
  await vi.waitFor(() => expect(session.getSnapshot().hasTag('authenticated')).toBe(true))
  expect([renewals, session.getSnapshot().context.stamp.generation]).toEqual([1, 2])
  shell.send({ type: 'logout.asked' })
  await reached('outside')
  shell.stop()
  expect(session.getSnapshot().status).toBe('stopped')
})

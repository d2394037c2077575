import { act, type RenderOptions, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { onTestFinished } from 'vitest'
import { createAuthSession, webStorage } from 'xstate-auth-session'
import { AuthSessionProvider } from 'xstate-auth-session/react'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { memoryArea } from '../../../../src/platform/memory-storage'

export const ada = { username: 'ada', password: 'lovelace' }
export const grace = { username: 'grace', password: 'hopper' }

/** A session over a server in memory, on simulated time, and a way to put an app over it. */
export function openStage() {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now, accessLifetime: 300 })
  const storage = webStorage(memoryArea())
  const heard: string[] = []
  const lifecycle = {
    isOnline: () => true,
    attach() {
      heard.push('listens')
      return () => void heard.push('lets go')
    },
  }
  const open = () => {
    const session = createAuthSession({
      backend: server.backend,
      fetch: server.fetch,
      clock: time.clock,
      storage,
      lifecycle,
    })
    onTestFinished(() => session.dispose())
    return session
  }
  const session = open()
  const inProvider = (children: ReactNode, given = session) => (
    <AuthSessionProvider session={given}>{children}</AuthSessionProvider>
  )

  return {
    time,
    server,
    session,
    inProvider,
    /** Another session over the same server and store. */
    open,
    /** When sessions began to listen to the page, and when they let go of it. */
    heard,
    /** Shows it within a provider, once the session is no longer restoring. */
    async show(children: ReactNode, options: RenderOptions = {}) {
      const shown = render(inProvider(children), options)
      await act(time.settle)
      return { ...shown, text: () => shown.container.textContent }
    },
    logIn: (credentials = ada) => act(() => session.login(credentials)),
    logOut: () => act(() => session.logout()),
    advance: (ms: number) => act(() => time.advance(ms)),
  }
}

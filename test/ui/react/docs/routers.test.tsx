import { type AnyRouter, RouterProvider as TanstackProvider } from '@tanstack/react-router'
import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { RouterProvider } from 'react-router'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readPage } from '../../../docs/page'
import { ada, openStage } from '../suite/stage'
import { openSamples } from './sample'
import { openScreen } from './screen'

const page = readPage('docs/ui/react.md')

type Stage = ReturnType<typeof openStage>

interface Driven {
  readonly app: ReactNode
  go(address: string): unknown
  /** Logs in at the login page as its user would. */
  logIn(screen: ReturnType<typeof openScreen>): Promise<void>
}

function reactRouter(samples: ReturnType<typeof openSamples>): Driven {
  const { router } = samples<{ router: Parameters<typeof RouterProvider>[0]['router'] }>('router.ts')
  onTestFinished(() => router.dispose())
  return {
    app: <RouterProvider router={router} />,
    go: (address) => router.navigate(address),
    async logIn({ write, click }) {
      await write({ 'User name': 'ada', Password: 'lovelace' })
      await click('Log in')
    },
  }
}

function tanstackRouter(samples: ReturnType<typeof openSamples>): Driven {
  const { router } = samples<{ router: AnyRouter }>('tanstack-router.tsx')
  return {
    app: <TanstackProvider router={router} />,
    go: (address) => router.navigate({ href: address }),
    logIn: ({ click }) => click('Log in as Ada'),
  }
}

describe.each([
  ['React Router', reactRouter],
  ['TanStack Router', tanstackRouter],
])('%s', (_, drive) => {
  async function openRouter(address: string, before: (stage: Stage) => Promise<unknown> = async () => {}) {
    history.replaceState(null, '', address)
    const stage = openStage()
    await before(stage)
    const samples = openSamples(page, { given: { './session': { session: stage.session } } })
    const { app, go, logIn } = drive(samples)
    const screen = openScreen(stage.inProvider(app), stage.time)
    await screen.settle()
    return {
      ...stage,
      ...screen,
      go: async (to: string) => {
        await act(async () => void go(to))
        await screen.settle()
      },
      logIn: () => logIn(screen),
      address: () => decodeURIComponent(location.pathname + location.search).replaceAll('"', ''),
    }
  }

  test('whoever is not logged in is led to the login, and after it to where they were going', async () => {
    const { address, logIn, text, server } = await openRouter('/notes?page=2')
    expect(address()).toBe('/login?to=/notes?page=2')
    expect(server.requests).toEqual([])
    await logIn()
    expect([address(), text()]).toEqual(['/notes?page=2', 'Notes of ada'])
  })

  test('a reload on a page that wants a login stays there, for the decision is awaited', async () => {
    const { address, text } = await openRouter('/notes', async ({ open }) => {
      const before = open()
      await before.login(ada)
      before.dispose()
    })
    expect([address(), text()]).toEqual(['/notes', 'Notes of ada'])
  })

  test('a page that needs no login asks for none', async () => {
    const { address, text, go } = await openRouter('/')
    expect([address(), text()]).toEqual(['/', 'Welcome'])
    await go('/notes')
    expect(address()).toBe('/login?to=/notes')
  })

  test('who logs out is led away from what wants a login', async () => {
    const { address, session, settle } = await openRouter('/notes', ({ session }) => session.login(ada))
    expect(address()).toBe('/notes')
    await act(() => session.logout())
    await settle()
    expect(address()).toBe('/login?to=/notes')
  })

  test.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
  ])('a way back that leads out of the app is not taken: %j', async (to) => {
    const { address, logIn, text } = await openRouter(`/login?to=${encodeURIComponent(to)}`)
    await logIn()
    expect([address(), text()]).toEqual(['/', 'Welcome'])
  })

  test('the session is left to its provider: no guard keeps it started', async () => {
    const { heard } = await openRouter('/notes')
    expect(heard).toEqual(['listens'])
  })
})

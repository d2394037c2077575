import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { act } from '@testing-library/react'
import { JSDOM } from 'jsdom'
import type { ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { useAuthSession } from 'xstate-auth-session/react'
import { readPage } from '../../../docs/page'
import { ada, openStage } from '../suite/stage'
import { openSamples } from './sample'

const page = readPage('docs/ui/react.md')

type Listening = { listen(port: number): Server }

/** The page's server, over sessions of a stage; `given` takes the place of modules. */
async function openServer(given: Readonly<Record<string, object>> = {}) {
  const stage = openStage()
  const made: AuthSession[] = []
  const createSession = () => {
    const session = stage.open()
    made.push(session)
    return session
  }
  const samples = openSamples(page, { given: { './create-session': { createSession }, ...given } })
  const { server } = samples<{ server: Listening }>('server.tsx')
  const listening = server.listen(0)
  onTestFinished(() => void listening.close())
  await once(listening, 'listening')
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`
  return { ...stage, made, get: async () => (await fetch(url)).text() }
}

test('Express sends a page that is neither logged in nor out, and begins no session for it', async () => {
  const { get, made, heard, time, server } = await openServer()
  const html = await get()
  expect(html).toContain('<body><progress></progress>')
  expect(html).toContain('src="/client.js"')
  expect([made.length, heard, time.pending, server.requests]).toEqual([1, [], 0, []])
})

test.each([
  ['comes alive before its session is restored', false],
  ['comes alive after its session was restored', true],
])('the page %s: nothing flashes, nothing mismatches', async (_, isRestored) => {
  const { get, open, time } = await openServer()
  const before = open()
  await before.login(ada)
  before.dispose()
  const { window } = new JSDOM(await get(), { url: 'https://app.test/', pretendToBeVisual: true })
  const { document } = window
  const shown = [document.body.textContent]
  new window.MutationObserver(() => void shown.push(document.body.textContent)).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
  })
  // As in a page of its own: React does not let a context be rendered by a server and a page at once.
  vi.resetModules()
  const ofThePage = await import('./sample')
  const { Page } = ofThePage.openSamples(page)<{ Page(props: { session: AuthSession }): ReactNode }>('page.tsx')
  const session = open()
  if (isRestored) await session.start()
  const mismatches: unknown[] = []
  const options = { onRecoverableError: (error: unknown) => void mismatches.push(error) }
  const root = await act(async () => hydrateRoot(document, <Page session={session} />, options))
  await act(time.settle)
  expect(document.querySelector('main')?.textContent).toBe('Notes of adaLog out')
  expect(shown.filter((text) => text?.includes('Log in'))).toEqual([])
  expect(mismatches).toEqual([])
  act(() => root.unmount())
})

test('two requests at once never share a session', async () => {
  const seen: AuthSession[] = []
  let release = () => {}
  const both = new Promise<void>((resolve) => {
    release = resolve
  })
  const waiting = new Set<AuthSession>()
  /** Renders in two parts: the second once both requests have rendered the first. */
  const App = () => {
    const session = useAuthSession()
    if (!waiting.has(session)) {
      waiting.add(session)
      if (waiting.size === 2) release()
      throw both
    }
    seen.push(session)
    return session.getSnapshot().status
  }
  const { get, made, heard } = await openServer({ './app': { App } })
  const pages = await Promise.all([get(), get()])
  expect(pages.map((html) => html.includes('restoring'))).toEqual([true, true])
  expect([made.length, new Set(made).size, heard]).toEqual([2, 2, []])
  expect([seen.length, new Set(seen)]).toEqual([2, new Set(made)])
})

import { expect, onTestFinished, test, vi } from 'vitest'
import type { AuthSession } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { openServer } from '../backends/open-server'
import { ada } from '../session/scene'
import { readPage, sampleOf } from './page'
import { against, runSample } from './sample'

const users = readPage('docs/users.md')
const sliding = readPage('docs/backends/sliding-header.md')

async function openSample<Exports extends object>(page: typeof users, name: string, globals: object = {}) {
  const server = await openServer({ successorHeader: 'Refresh-Token' })
  onTestFinished(() => server.close())
  const exported = await runSample<Exports>(against(sampleOf(page, name), server.url), { ...globals })
  return { ...exported, server, url: (path: string) => server.url + path }
}

test('the page on users shows a session that knows its user, and takes what the user has changed', async () => {
  type Exports = { session: AuthSession; nameOf(): string | undefined }
  const { session, nameOf, server } = await openSample<Exports>(users, 'with user')
  onTestFinished(() => session.dispose())
  expect(nameOf()).toBeUndefined()
  await session.login(ada)
  expect(session.getSnapshot().user).toEqual({ id: 1, name: 'Ada Lovelace' })
  const renamed = { ...session, fetch: async () => Response.json({ id: 1, name: 'Ada King' }) }
  const changed = against(sampleOf(users, 'changed user'), server.url)
  const { rename } = await runSample<{ rename(name: string): Promise<void> }>(changed, { session: renamed })
  await rename('Ada King')
  expect([nameOf(), session.getSnapshot().status]).toEqual(['Ada King', 'authenticated'])
})

test('the page on sliding headers shows a session that takes a token that was obtained elsewhere, and renews it', async () => {
  vi.stubGlobal('sessionStorage', memoryArea())
  onTestFinished(() => void vi.unstubAllGlobals())
  const { session, server, url } = await openSample<{ session: AuthSession }>(sliding, 'sliding')
  onTestFinished(() => session.dispose())
  const body = JSON.stringify(ada)
  const headers = { 'content-type': 'application/json' }
  const { access } = await (await fetch(url('/api/token/'), { method: 'POST', headers, body })).json()
  await session.setTokens({ accessToken: access })
  expect(session.actor.getSnapshot().context.token.renewable).toBe(true)
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  expect(server.requests.at(-1)!.bearer).toMatchObject({ username: 'ada' })
})

test('its other backend asks the refresh view of djangorestframework-jwt', async () => {
  const { backend, server } = await openSample<{ backend: { renew: unknown; authorization(token: string): unknown } }>(
    sliding,
    'legacy',
  )
  expect(backend.authorization('token')).toEqual(['Authorization', 'JWT token'])
  expect(server.count()).toBe(0)
})

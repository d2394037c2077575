import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type AuthSession, createAuthSession, legacyKeys, webStorage } from 'xstate-auth-session'
import type { AuthSocket } from 'xstate-auth-session/sockets'
import { createFakeBackend, explain } from 'xstate-auth-session/testing'
import { memoryArea } from '../../src/platform/memory-storage'
import { createTokenServer } from '../backends/embedded'
import { createFakeSockets } from '../sockets/fake-sockets'
import { readPage, sampleOf } from './page'
import { against, runSample, testsIn } from './sample'
import { openSituation } from './situations'

const page = readPage('docs/guide.md')
const ada = ['ada', 'lovelace'] as const

async function openGuide() {
  const situation = await openSituation()
  onTestFinished(() => situation.session.dispose())
  const { session, server } = situation
  const run = <Exports extends object>(sample: string, globals: object = {}) =>
    runSample<Exports>(sampleOf(page, sample), { session, api: server.baseUrl, ...globals })
  return { ...situation, run }
}

function openElement() {
  const target = new EventTarget()
  return Object.assign(target, {
    textContent: '',
    open: false,
    showModal() {
      this.open = true
    },
    close() {
      this.open = false
    },
  })
}

test('the session of the set-up is restored after a reload', async () => {
  vi.stubGlobal('sessionStorage', memoryArea())
  onTestFinished(() => void vi.unstubAllGlobals())
  await using server = await createTokenServer()
  const sample = against(sampleOf(page, 'set up'), server.url)
  type Exports = { session: AuthSession<{ password: object }>; status: string }
  const first = await runSample<Exports>(sample)
  await first.session.login({ username: 'ada', password: 'lovelace' })
  first.session.dispose()
  const second = await runSample<Exports>(sample)
  expect([first.status, second.status]).toEqual(['anonymous', 'authenticated'])
  second.session.dispose()
})

test('the login form says what went wrong', async () => {
  const { server, session, run } = await openGuide()
  type Exports = { onLogin(username: string, password: string): Promise<string | null> }
  const { onLogin } = await run<Exports>('login form')
  const shown = [await onLogin('ada', 'wrong'), await onLogin(...ada)]
  const superseded = onLogin(...ada)
  shown.push(await onLogin(...ada), await superseded)
  server.network(false)
  shown.push(await onLogin(...ada))
  expect(shown.map((text) => text?.split(' ').slice(0, 2).join(' '))).toEqual([
    ...['The user', undefined, undefined, undefined, 'The server'],
  ])
  expect(session.getSnapshot().loggedIn).toBe(true)
})

test('requests leave as the guide says, and a client of one’s own gets the same', async () => {
  const { server, run } = await openGuide()
  server.revokeAccess()
  type Exports = Record<'notes' | 'saved' | 'prices', Response>
  const { notes, saved, prices } = await run<Exports>('requests')
  expect([notes.status, saved.status, prices.status]).toEqual([200, 200, 401])
  server.revokeAccess()
  const { profile } = await run<{ profile: Response }>('own client', { fetch: server.fetch })
  expect([profile.status, server.count('/api/me/'), server.count('/api/token/refresh/')]).toEqual([200, 2, 2])
})

test('the status is shown from the start, and follows', async () => {
  const { session, answer, server, time, get, run } = await openGuide()
  const line = openElement()
  const { stop } = await run<{ stop: () => void }>('status', { document: { querySelector: () => line } })
  expect(line.textContent).toBe('Logged in as ada')
  answer('/api/token/refresh/', 503)
  server.revokeAccess()
  get('/notes/')
  await time.advance(1_000)
  expect(line.textContent).toBe('No connection. What you send waits.')
  await session.logout()
  expect(line.textContent).toBe('Not logged in')
  stop()
})

describe('the dialog over a form', () => {
  async function openExpired() {
    const guide = await openGuide()
    const dialog = openElement()
    type Exports = { save(text: string): Promise<boolean> }
    const { save } = await guide.run<Exports>('expired dialog', { document: { querySelector: () => dialog } })
    guide.server.revokeAccess()
    guide.server.revokeRefresh()
    const saving = save('A note.')
    await guide.time.settle()
    expect([guide.session.getSnapshot().status, dialog.open]).toEqual(['expired', true])
    return { ...guide, dialog, saving }
  }

  test('lets the note arrive once the same user is back', async () => {
    const { session, server, dialog, saving } = await openExpired()
    await session.login({ username: 'ada', password: 'lovelace' })
    expect([dialog.open, await saving]).toEqual([false, true])
    expect(server.requests.at(-1)).toMatchObject({ path: '/api/notes/', body: '{"text":"A note."}' })
  })

  test('tells the form that the note is not saved when the user gives up', async () => {
    const { session, dialog, saving } = await openExpired()
    dialog.dispatchEvent(new Event('cancel'))
    expect([await saving, session.getSnapshot().status]).toEqual([false, 'anonymous'])
  })

  test('leaves no dialog behind when the user logs out instead', async () => {
    const { session, dialog, saving } = await openExpired()
    await session.logout()
    expect([await saving, session.getSnapshot().status, dialog.open]).toEqual([false, 'loggedOut', false])
  })
})

test('the logout leads to the start page, logged out', async () => {
  const { session, run } = await openGuide()
  const assign = vi.fn()
  const { onLogout } = await run<{ onLogout(): Promise<void> }>('logout', { location: { assign } })
  await onLogout()
  expect([session.getSnapshot().status, assign.mock.calls]).toEqual(['loggedOut', [['/']]])
})

test('the socket presents every token, and closes with the session', async () => {
  const { session, time, run } = await openGuide()
  const { made, WebSocket } = createFakeSockets()
  vi.stubGlobal('WebSocket', WebSocket)
  onTestFinished(() => void vi.unstubAllGlobals())
  const shown: string[] = []
  const { feed } = await run<{ feed: AuthSocket }>('socket', { show: (text: string) => shown.push(text) })
  await time.settle()
  made[0]!.accept()
  made[0]!.say('news')
  await time.advance(250_000)
  made[0]!.end(1000)
  await time.settle()
  made[1]!.accept()
  const tokens = made.map(({ sent }) => JSON.parse(String(sent[0])).accessToken)
  expect([shown, new Set(tokens).size, tokens[1]]).toEqual([['news'], 2, await session.accessToken()])
  await session.logout()
  expect([feed.status, made[1]!.closedWith]).toEqual(['closed', 1000])
})

test('an upload by stream that is refused is made again with another stream', async () => {
  const { server, run } = await openGuide()
  type Exports = { upload(open: () => ReadableStream): Promise<Response> }
  const { upload } = await run<Exports>('upload')
  server.revokeAccess()
  const open = vi.fn(() => new Blob(['a file']).stream())
  expect([(await upload(open)).status, open.mock.calls.length]).toEqual([200, 2])
  expect(server.requests.at(-1)?.body).toBe('a file')
})

test('an app’s own keys are taken over, kept up to date, and left for web storage without a login', async () => {
  const area = memoryArea()
  vi.stubGlobal('localStorage', area)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { backend, fetch } = createFakeBackend()
  const before = createAuthSession({ backend, fetch })
  await before.login({ username: 'ada', password: 'lovelace' })
  area.setItem('access_token', await before.accessToken())
  area.setItem('refresh_token', 'refresh')
  before.dispose()

  const { session } = await runSample<{ session: AuthSession }>(
    against(sampleOf(page, 'legacy keys'), backend.baseUrl),
    {},
  )
  expect(await session.start()).toBe('authenticated')
  session.dispose()

  const keys = { access: 'access_token', refresh: 'refresh_token' }
  const taken = createAuthSession({ backend, fetch, storage: legacyKeys(keys) })
  await taken.login({ username: 'ada', password: 'lovelace' })
  expect(area.getItem('access_token')).toBe(await taken.accessToken())
  taken.dispose()

  const after = createAuthSession({ backend, fetch, storage: webStorage(localStorage) })
  expect(await after.start()).toBe('authenticated')
  after.dispose()
})

test.each([['reproduce', 'a user whose refresh token was revoked is logged out for that reason']])(
  'the sample “%s” of the guide passes',
  async (sample, name) => {
    const tests = await testsIn(sampleOf(page, sample))
    expect([...tests.keys()]).toEqual([name])
    for (const run of tests.values()) await run()
  },
)

test('a report has what happened, without a token', async () => {
  const { session, run } = await openGuide()
  await session.login({ username: 'ada', password: 'lovelace' })
  const { report } = await run<{ report(text: string): string }>('report')
  const { text, recording } = JSON.parse(report('I was thrown out.'))
  expect(text).toBe('I was thrown out.')
  expect(explain(recording)).toBe('Nobody ended the session: it is authenticated.')
})

test('every sample of the guide is run by one of these tests', () => {
  const named = page.blocks.filter(({ language }) => language === 'ts').map(({ sample }) => sample)
  expect(named).toEqual([
    ...['set up', 'login form', 'requests', 'own client', 'status', 'expired dialog', 'logout', 'socket', 'upload'],
    ...['legacy keys', 'report', 'reproduce'],
  ])
})

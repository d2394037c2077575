import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createAuthSession, memoryStorage, type SessionStorage, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { createFakeBackend, createSiblings, createSimulatedTime } from 'xstate-auth-session/testing'
import { memoryArea } from '../../src/platform/memory-storage'
import { ada, me, refreshPath, watch } from '../adversity/world'
import { readPage, tableOf } from './page'

const page = readPage('docs/tabs.md')

/** What the platform keeps of a session, as text. */
async function keptText(): Promise<string> {
  const database = await openDB('xstate-auth-session', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('entries'),
  })
  const entries = await database.getAll('entries')
  database.close()
  return JSON.stringify([entries, sessionStorage.getItem('auth-session'), localStorage.getItem('auth-session')])
}

test('the table of storages says what is on the disk, who shares it, and what survives F5', async () => {
  const makers: Readonly<Record<string, () => SessionStorage>> = {
    '`memoryStorage()`': memoryStorage,
    '`webStorage(sessionStorage)`': () => webStorage(sessionStorage),
    '`webStorage(localStorage)`': () => webStorage(localStorage),
    '`indexedDbStorage()`': indexedDbStorage,
    '`indexedDbStorage({ sealed: true })`': () => indexedDbStorage({ sealed: true }),
  }
  onTestFinished(() => void vi.unstubAllGlobals())
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const found = []
  for (const [name, make] of Object.entries(makers)) {
    vi.stubGlobal('indexedDB', new IDBFactory())
    vi.stubGlobal('sessionStorage', memoryArea())
    vi.stubGlobal('localStorage', memoryArea())
    const { backend, fetch } = createFakeBackend()
    const before = createAuthSession({ backend, fetch, storage: make() })
    await before.login(ada)
    const token = await before.accessToken()
    const isReadable = (await keptText()).includes(token)
    const { persistence } = before.getSnapshot()
    before.dispose()
    const after = createAuthSession({ backend, fetch, storage: make() })
    found.push([name, isReadable, persistence === 'device', await after.start()])
    after.dispose()
  }
  const { rows } = tableOf(page, 'Where to keep it')
  const told = rows.map(([name, theft, , tabs, reload]) => [
    name,
    !/^nothing|^no token/.test(theft!),
    !tabs!.startsWith('each its own'),
    reload === 'stays' ? 'authenticated' : 'anonymous',
  ])
  expect(found).toEqual(told)
})

const lacking = {
  'nothing lacks': {},
  'Web Locks': { locks: false },
  'both, and no `storage` events either': { locks: false, channel: false },
}

test.each(Object.entries(lacking))(
  'of a browser where this is what lacks, its row is true: %s',
  async (name, lacks) => {
    const time = createSimulatedTime()
    const backend = createFakeBackend({ now: time.now })
    const session = { renewal: { jitter: 0, requestTimeout: 5_000 } }
    const browser = createSiblings({ backend, time, session, ...lacks })
    const [first, second, third] = [browser.open(), browser.open(), browser.open()]
    await first.session.login(ada)
    for (const { session } of [second, third]) await session.start()
    await time.advance(1_000)

    backend.revokeAccess()
    for (const { session } of browser.tabs) watch(session.fetch(me))
    await time.advance(4_000)
    const renewals = backend.count(refreshPath)

    backend.revokeAccess()
    const restore = backend.intercept(({ path }) => (path === refreshPath ? new Promise(() => {}) : undefined))
    watch(third.session.fetch(me))
    await time.advance(1_000)
    third.crash()
    restore()
    const answer = watch(second.session.fetch(me))
    const began = time.now()
    while (answer.outcome === 'pending') await time.advance(1_000)
    const waited = time.now() - began

    await first.session.logout()
    await time.advance(1_000)
    const reached = second.session.getSnapshot().status
    second.hide()
    second.show()
    await time.advance(1_000)
    expect(second.session.getSnapshot().status).toBe('loggedOut')

    const [, renewal, logout, crash] = tableOf(page, 'What a browser may lack').rows.find(([row]) => row === name)!
    expect({ renewals, answer: answer.outcome, reached, waited: waited > 10_000 }).toEqual({
      renewals: renewal!.startsWith('holds') ? 1 : 'more',
      answer: 200,
      reached: logout!.startsWith('at once') ? 'loggedOut' : 'authenticated',
      waited: !crash!.includes('goes on at once'),
    })
  },
)

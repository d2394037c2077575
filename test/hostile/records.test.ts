import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { legacyKeys, type SessionStorage, type SessionStore, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { epochCount } from '../../machines'
import { me } from '../adversity/world'
import { draws, PATIENCE } from '../properties/draws'
import { createStorageArea } from '../session/storage-area'
import { holdsRecord, holdsSession, lay, type Texts, texts } from './drawn-texts'
import { tokens } from './drawn-tokens'
import { createGrounds, type Ground } from './ground'
import { isMinted } from './honest-server'
import { wrongWith } from './shape'

const OUTCOMES = [200, 401, 'session_expired', 'unreachable', 'queue_timeout', 'session_changed', 'anonymous']

/** Opens a page over what is stored, and sees that nothing comes of it that it does not justify. */
async function expectSense(ground: Ground, storage: SessionStorage, given: Texts, mayBegin: boolean) {
  // Words among pages are another door's, and take real time.
  const session = ground.open({ storage, lock: null, channel: null })
  try {
    expect(await ground.settled(session.start(), 20_000)).toBe('done')
    const { loggedIn } = session.getSnapshot()
    if (loggedIn) expect(mayBegin || holdsSession(given.record)).toBe(true)
    expect(await ground.settled(session.fetch(me), 120_000)).toBeOneOf(OUTCOMES)
    expect(ground.sent.filter((token) => isMinted(token))).toEqual([])
    expect(wrongWith(session)).toEqual([])
    await ground.expectUsable(session)
  } finally {
    session.dispose()
    ground.sent.length = 0
  }
}

describe('whatever is stored', () => {
  test(
    'in a web storage, a page begins, tells no nonsense, and can be logged in to',
    async () => {
      const onGround = createGrounds()
      const scopes = fc.constantFrom('tab', 'device')
      await fc.assert(
        fc.asyncProperty(texts, scopes, (given, scope) =>
          onGround((ground) => {
            const area = createStorageArea()
            lay(given, area.setItem)
            return expectSense(ground, webStorage(area, { scope }), given, false)
          }),
        ),
        draws(1_000),
      )
    },
    PATIENCE,
  )

  test(
    'under an app’s own keys, a page begins, tells no nonsense, and can be logged in to',
    async () => {
      const onGround = createGrounds()
      const own = fc.option(tokens, { nil: undefined })
      await fc.assert(
        fc.asyncProperty(texts, own, own, (given, access, refresh) =>
          onGround((ground) => {
            const area = createStorageArea()
            lay(given, area.setItem)
            if (access !== undefined) area.setItem('access', access)
            if (refresh !== undefined) area.setItem('refresh', refresh)
            const storage = legacyKeys({ access: 'access', refresh: 'refresh', area })
            return expectSense(ground, storage, given, access !== undefined)
          }),
        ),
        draws(500),
      )
    },
    PATIENCE,
  )
})

test(
  'whatever another page writes while a session lives, it makes sense of it, and can be logged in to',
  async () => {
    const page = new EventTarget()
    onTestFinished(() => void vi.unstubAllGlobals())
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    const area = createStorageArea()
    const onGround = createGrounds()
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(null, 'auth-session', 'auth-session.ended', 'another'), (given, key) =>
        onGround(async (ground) => {
          area.items.clear()
          const session = ground.open({ storage: webStorage(area, { scope: 'device' }), lock: null, channel: null })
          try {
            await ground.expectUsable(session)
            const { status } = session.getSnapshot()
            const before = new Map(area.items)
            lay(given, area.setItem)
            const event = Object.assign(new Event('storage'), { key, newValue: given.record, storageArea: null })
            page.dispatchEvent(event)
            await ground.time.advance(1_000)
            expect(wrongWith(session)).toEqual([])
            if (key === 'another') expect(session.getSnapshot().status).toBe(status)
            if (session.getSnapshot().status === 'expired')
              expect(before.get('auth-session.ended')).not.toBe(given.ended)
            expect(await ground.settled(session.fetch(me), 120_000)).toBeOneOf([...OUTCOMES, 'logged_out'])
            expect(wrongWith(session)).toEqual([])
            await ground.expectUsable(session)
          } finally {
            session.dispose()
            ground.sent.length = 0
          }
        }),
      ),
      draws(500),
    )
  },
  PATIENCE,
)

test(
  'whatever stands in an area, a store reads it, and keeps a login unless a later version has written',
  async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const area = createStorageArea()
        lay(given, area.setItem)
        await expectKept(webStorage(area)('auth-session'), given)
      }),
      draws(7_000),
    )
  },
  PATIENCE,
)

test(
  'whatever stands in IndexedDB, a store reads it, and keeps a login unless a later version has written',
  async () => {
    const values = fc.oneof(texts, fc.record({ record: odd(), intent: odd(), ended: odd() }))
    let opened = 0
    await fc.assert(
      fc.asyncProperty(values, fc.boolean(), async (given, sealed) => {
        const key = `hostile-${++opened}`
        await putAll(given as Texts, key)
        await expectKept(indexedDbStorage({ sealed })(key), given)
      }),
      draws(1_000),
    )
  },
  PATIENCE,
)

/** What can be read of it is whole, and a login takes its place. */
async function expectKept(store: SessionStore, given: { readonly record: unknown }) {
  const { record, unreadable, intent, tombstone, newer } = await store.read()
  expect(unreadable).toBe(typeof given.record === 'string' && record === null)
  if (record !== null) expect(holdsRecord(given.record)).toBe(true)
  expect([typeof (intent?.deadline ?? 0), Array.isArray(tombstone?.epochs ?? [])]).toEqual(['number', true])
  const next = { ...LOGIN, epoch: `${counterAbove(record?.epoch, tombstone?.epochs[0])}.next` }
  const isForeign = record !== null && record.backend !== next.backend && record.backend !== ''
  expect(await store.commit(null, next)).toBe(newer || isForeign ? 'failed' : 'done')
  if (!newer && !isForeign) expect((await store.read()).record).toEqual(next)
}

const LOGIN = {
  version: 1,
  backend: 'simplejwt@https://api.test',
  generation: 1,
  accessToken: 'access',
  refreshToken: 'refresh',
  sentAt: 0,
  expiresAt: null,
  refreshExpiresAt: null,
  subject: 'ada',
  user: null,
  lastLogin: null,
} as const

/** What a database can hold besides texts. */
function odd() {
  return fc.option(
    fc.oneof(fc.constantFrom<unknown[]>(1, true, new Date(0), new Uint8Array(3), new Map([['a', 1]])), fc.jsonValue()),
    { nil: undefined },
  )
}

const counterAbove = (...epochs: (string | undefined)[]) =>
  Math.max(...epochs.map((epoch = '') => epochCount(epoch))) + 1

function putAll(given: Texts, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('xstate-auth-session')
    opening.onupgradeneeded = () => void opening.result.createObjectStore('entries')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      const transaction = database.transaction('entries', 'readwrite')
      lay(given, (name, text) => void transaction.objectStore('entries').put(text, name), key)
      transaction.oncomplete = () => {
        database.close()
        resolve()
      }
    }
  })
}

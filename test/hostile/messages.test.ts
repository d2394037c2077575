import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { pageChannel, processChannel, webStorage } from 'xstate-auth-session'
import { altered } from '../adversity/world'
import { draws, PATIENCE } from '../properties/draws'
import { createStorageArea } from '../session/storage-area'
import { createGround, createGrounds } from './ground'
import { wrongWith } from './shape'

/** Anything that a page can send to another one. */
const cloneable = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.constantFrom<unknown[]>(
    null,
    undefined,
    'session.loggedIn',
    { type: 'user.loggedOut', everywhere: true, at: 0 },
    { type: 'sibling.expired', epoch: '1.a', reason: 'rejected' },
    JSON.parse('{"__proto__":{"loggedIn":true}}'),
    new Error('odd'),
    /regular/,
    new ArrayBuffer(8),
  ),
)
const words = fc.array(cloneable, { minLength: 1, maxLength: 3 })
const pauses = fc.constantFrom(0, 0, 0, 1, 99, 100, 5_000)

type Hear = (event: { readonly data: unknown }) => void

/** A `BroadcastChannel` whose words come as copies, later, to every room of that name but the sender's. */
function stubRooms() {
  const rooms = new Set<{ name: string; onmessage: Hear | null }>()
  class Room {
    onmessage: Hear | null = null
    readonly name: string
    constructor(name: string) {
      this.name = name
      rooms.add(this)
    }
    postMessage(data: unknown) {
      for (const room of rooms) {
        if (room === this || room.name !== this.name) continue
        queueMicrotask(() => rooms.has(room) && room.onmessage?.({ data: structuredClone(data) }))
      }
    }
    close() {
      rooms.delete(this)
    }
  }
  vi.stubGlobal('BroadcastChannel', Room)
  return Room
}

/** A session that is logged in over a store that counts its reads. */
async function listen(options: Parameters<typeof createGround>[0] = {}) {
  let reads = 0
  const storage = altered(webStorage(createStorageArea(), { scope: 'device' }), (inner) => ({
    read: () => {
      reads++
      return inner.read()
    },
  }))
  const ground = createGround({ storage, lock: null, ...options })
  await ground.expectUsable()
  await ground.time.advance(1_000)
  return { ground, reads: () => reads }
}

test(
  'whatever other pages say, a session looks at the store, ten times a second at most, and nothing else changes',
  async () => {
    onTestFinished(() => void vi.unstubAllGlobals())
    const Room = stubRooms()
    const stranger = new Room('auth-session')
    createGrounds()
    const heard = await listen({ channel: pageChannel() })
    const { ground, reads } = heard
    const { session, time } = ground
    await fc.assert(
      fc.asyncProperty(words, pauses, async (said, pause) => {
        const [before, state, from, sent] = [reads(), session.getSnapshot(), time.now(), ground.server.requests()]
        for (const word of said) stranger.postMessage(sendable(word))
        await time.advance(pause)
        const span = time.now() - from
        expect(reads() - before).toBeLessThanOrEqual(Math.floor(span / 100) + 1)
        if (ground.server.requests() === sent) expect(session.getSnapshot()).toBe(state)
        const wrong = wrongWith(session)
        if (wrong.length > 0) throw new Error(wrong.join())
      }),
      draws(8_000),
    )
    await ground.expectUsable()
    ground.close()
  },
  PATIENCE,
)

test(
  'a word that is a storage event, whatever it carries, does no more',
  async () => {
    onTestFinished(() => void vi.unstubAllGlobals())
    const page = new EventTarget()
    vi.stubGlobal('BroadcastChannel', undefined)
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    vi.stubGlobal('localStorage', createStorageArea())
    createGrounds()
    const { ground, reads } = await listen({ channel: pageChannel() })
    const { session, time } = ground
    const keys = fc.oneof(
      fc.constantFrom<unknown[]>(
        null,
        undefined,
        '',
        'auth-session',
        'auth-session.word',
        'auth-session.ended',
        '__proto__',
      ),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(keys, cloneable), { minLength: 1, maxLength: 3 }),
        pauses,
        async (events, pause) => {
          const [before, state, from, sent] = [reads(), session.getSnapshot(), time.now(), ground.server.requests()]
          for (const [key, newValue] of events)
            page.dispatchEvent(Object.assign(new Event('storage'), { key: key === undefined ? null : key, newValue }))
          await time.advance(pause)
          expect(reads() - before).toBeLessThanOrEqual(2 * (Math.floor((time.now() - from) / 100) + 1))
          if (ground.server.requests() === sent) expect(session.getSnapshot()).toBe(state)
          const wrong = wrongWith(session)
          if (wrong.length > 0) throw new Error(wrong.join())
        },
      ),
      draws(2_000),
    )
    await ground.expectUsable()
    ground.close()
  },
  PATIENCE,
)

test('a flood of ten thousand words leads to a look at once and to one more', async () => {
  createGrounds()
  const channel = processChannel()
  const { ground, reads } = await listen({ channel })
  const room = channel.open('auth-session', () => {})
  const before = reads()
  for (let word = 0; word < 10_000; word++) room.post()
  await ground.time.advance(99)
  expect(reads() - before).toBe(1)
  await ground.time.advance(10_000)
  expect(reads() - before).toBe(2)
  room.close()
  await ground.expectUsable()
  ground.close()
})

test('in a real BroadcastChannel words that are no words of ours do no more', async () => {
  createGrounds()
  const { ground, reads } = await listen({ channel: pageChannel() })
  const stranger = new BroadcastChannel('auth-session')
  const before = reads()
  for (const word of fc.sample(cloneable, { seed: 2026, numRuns: 500 })) stranger.postMessage(sendable(word))
  stranger.postMessage('last')
  await vi.waitFor(() => expect(reads()).toBeGreaterThan(before))
  stranger.close()
  expect(ground.session.getSnapshot().status).toBe('authenticated')
  await ground.expectUsable()
  ground.close()
})

/** What can't be cloned can't be sent either. */
function sendable(word: unknown): unknown {
  try {
    return structuredClone(word)
  } catch {
    return null
  }
}

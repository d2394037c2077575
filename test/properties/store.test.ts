import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { legacyKeys, memoryStorage, type SessionStorage, type SessionStore, webStorage } from 'xstate-auth-session'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'
import { memoryArea } from '../../src/platform/memory-storage'
import { epoch, stamp, stamped } from './drawn-records'
import { draws, PATIENCE } from './draws'
import { createStoreModel } from './store-model'

const notes = stamp.chain((of) =>
  fc.record({ stamp: fc.constant(of), deadline: fc.constantFrom(1, 2), holder: fc.constantFrom('me', 'you') }),
)
const records = stamped({
  backend: fc.constantFrom('simplejwt@https://api.example.com', 'simplejwt@https://api.example.com', 'oauth2@x'),
  user: fc.constant(null),
})
const reasons = fc.constantFrom('logged_out' as const, 'rejected' as const, 'answer_lost' as const)

/** One call, by what it does to a store. `expected` is often what the store holds: see `play`. */
type Step = (store: SessionStore | ReturnType<typeof createStoreModel>, held: Held) => unknown
type Held = Awaited<ReturnType<SessionStore['read']>>

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ next: records, follows: fc.boolean(), expected: fc.option(stamp) }).map(
    ({ next, follows, expected }): Step =>
      (store, { record }) => {
        if (!follows || !record) return store.commit(expected, next)
        const { epoch, generation, backend } = record
        return store.commit({ epoch, generation }, { ...next, backend, epoch, generation: generation + 1 })
      },
  ),
  fc.record({ note: notes, seen: fc.constantFrom('whatever' as const, 'nothing' as const, 'it' as const) }).map(
    ({ note, seen }): Step =>
      (store, { intent }) => {
        if (seen === 'whatever') return store.intend(note.stamp, note)
        return store.intend(note.stamp, note, seen === 'it' ? intent : null)
      },
  ),
  fc.record({ note: notes, isOwn: fc.boolean() }).map(
    ({ note, isOwn }): Step =>
      (store) =>
        store.intend(note.stamp, null, isOwn ? note : undefined),
  ),
  fc.record({ of: epoch, reason: reasons }).map(
    ({ of, reason }): Step =>
      (store) =>
        store.end(of, reason),
  ),
  fc.constant<Step>((store) => store.remove()),
)

let opened = 0

const stores: [string, number, () => SessionStorage][] = [
  ['memoryStorage', 400, () => memoryStorage()],
  ['webStorage', 400, () => webStorage(memoryArea())],
  ['legacyKeys', 400, () => legacyKeys({ access: 'access', refresh: 'refresh', area: memoryArea() })],
  ['indexedDbStorage', 60, () => indexedDbStorage()],
  ['indexedDbStorage, sealed', 30, () => indexedDbStorage({ sealed: true })],
]

describe.each(stores)('%s', (_, times, open) => {
  test(
    'answers any calls in any order as its model does, and holds the same',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (calls) => {
          const store = open()(`model-${++opened}`)
          const model = createStoreModel()
          for (const call of calls) {
            const held = model.read()
            expect(await call(store, held)).toEqual(call(model, held))
            expect(await store.read()).toEqual(model.read())
          }
        }),
        draws(times),
      )
    },
    PATIENCE,
  )
})

import { describe, expect, test } from 'vitest'
import { type Lock, memoryStorage, processLock } from 'xstate-auth-session'
import {
  ada,
  altered,
  createGate,
  createHandLifecycle,
  createWorld,
  me,
  refreshPath,
  sharedStore,
  watch,
} from './world'

/** Two tabs of one login; the first may be frozen. */
async function openTabs(lock: Lock = processLock()) {
  const world = createWorld()
  const page = createHandLifecycle()
  const shared = sharedStore()
  const frozen = world.open({ ...shared, lock, lifecycle: page.lifecycle })
  const other = world.open({ ...shared, lock })
  watch(frozen.login(ada))
  watch(other.start())
  await world.time.advance(1_000)
  return { ...world, page, frozen, other, lockName: `${shared.key}.renewal` }
}

/** A lock that tells how many stand in its line, its holder included. */
function countedLock() {
  const inner = processLock()
  const facts = { standing: 0 }
  const lock: Lock = {
    async acquire(name, signal) {
      facts.standing += 1
      signal.addEventListener('abort', () => void facts.standing--)
      const release = await inner.acquire(name, signal)
      return () => {
        facts.standing -= 1
        release()
      }
    },
  }
  return { lock, facts }
}

describe('a tab that is frozen', () => {
  test('sends nothing after its thaw before it has looked at the store, whoever hears of the thaw first', async () => {
    const { time, fake, page, frozen, other } = await openTabs()
    page.tell('froze')
    watch(other.logout())
    const early = watch(frozen.fetch(me))
    await time.settle()
    expect(fake.count('/api/me/')).toBe(0)
    page.tell('thawed')
    await time.advance(100)
    expect([early.outcome, frozen.getSnapshot().status]).toEqual(['logged_out', 'loggedOut'])
    expect(fake.count('/api/me/')).toBe(0)
  })

  test('and whose page never tells of a thaw sends again half a second later', async () => {
    const { time, page, frozen } = await openTabs()
    page.tell('froze')
    const answer = watch(frozen.fetch(me))
    await time.advance(499)
    expect(answer.outcome).toBe('pending')
    await time.advance(1)
    expect(answer.outcome).toBe(200)
  })

  test('leaves the line for the lock, and stands in it anew when it thaws', async () => {
    const { lock, facts } = countedLock()
    const { time, fake, page, frozen, lockName } = await openTabs(lock)
    const holder = await lock.acquire(lockName, new AbortController().signal)
    fake.revokeAccess()
    const answer = watch(frozen.fetch(me))
    await time.advance(100)
    expect(facts.standing).toBe(2)
    page.tell('froze')
    await time.settle()
    expect(facts.standing).toBe(1)
    page.tell('thawed')
    await time.settle()
    expect(facts.standing).toBe(2)
    holder()
    await time.advance(1_000)
    expect([answer.outcome, facts.standing]).toEqual([200, 0])
  })

  test('between noting its intent and sending reads the store again, and takes what was renewed meanwhile', async () => {
    const gate = createGate()
    const notes = { seen: 0 }
    const storage = memoryStorage({ scope: 'frozen while it notes its intent' })
    const slow = altered(storage, (inner) => ({
      async intend(stamp, intent, expected) {
        const isWritten = await inner.intend(stamp, intent, expected)
        if (intent && ++notes.seen === 1) await gate.opened
        return isWritten
      },
    }))
    const world = createWorld()
    const page = createHandLifecycle()
    const key = 'frozen-intent'
    const frozen = world.open({ key, storage: slow, lifecycle: page.lifecycle })
    const other = world.open({ key, storage })
    watch(frozen.login(ada))
    watch(other.start())
    await world.time.advance(1_000)
    world.fake.revokeAccess()
    const first = watch(frozen.fetch(me))
    await world.time.advance(100)
    page.tell('froze')
    const second = watch(other.fetch(me))
    await world.time.advance(500)
    expect(second.outcome).toBe(200)
    page.tell('thawed')
    gate.open()
    await world.time.advance(1_000)
    expect(first.outcome).toBe(200)
    expect(world.spent()).toHaveLength(1)
    expect(world.fake.count(refreshPath)).toBe(1)
  })

  test('stands in line once, however often it is told of its thaw, and not at all when it is frozen again', async () => {
    const { lock, facts } = countedLock()
    const { time, fake, page, frozen, other, lockName } = await openTabs(lock)
    const release = await lock.acquire(lockName, new AbortController().signal)
    fake.revokeAccess()
    for (const tab of [frozen, other]) watch(tab.fetch(me))
    await time.advance(100)
    expect(facts.standing).toBe(3)
    for (const signal of ['froze', 'froze', 'thawed', 'thawed'] as const) page.tell(signal)
    await time.advance(100)
    expect(facts.standing).toBe(3)
    page.tell('froze')
    expect(facts.standing).toBe(2)
    release()
  })
})

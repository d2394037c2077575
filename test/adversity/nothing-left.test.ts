import { expect, test } from 'vitest'
import { type Channel, type Lock, processLock } from 'xstate-auth-session'
import { ada, altered, createHandLifecycle, createWorld, me, refreshPath, sharedStore, watch } from './world'

/** Ports that count what is open. */
function createCountedPorts() {
  const open = { channels: 0, listeners: 0, locks: 0 }
  const channel: Channel = {
    open() {
      open.channels++
      return { post() {}, close: () => void open.channels-- }
    },
  }
  const lock: Lock = {
    async acquire(name, signal) {
      const release = await processLock().acquire(name, signal)
      open.locks++
      return () => {
        open.locks--
        release()
      }
    },
  }
  const shared = sharedStore()
  const storage = altered(shared.storage, () => ({
    subscribe() {
      open.listeners++
      return () => void open.listeners--
    },
  }))
  return { open, ports: { key: shared.key, storage, channel, lock } }
}

test.each([
  ['is answered', false],
  ['hangs', true],
])(
  'after dispose, in the middle of a renewal that %s, no channel, listener, lock or timer is left',
  async (_, hangs) => {
    const { time, fake, open: openSession } = createWorld()
    const { open, ports } = createCountedPorts()
    const page = createHandLifecycle()
    const session = openSession({ ...ports, lifecycle: page.lifecycle })
    await session.login(ada)
    expect(open).toEqual({ channels: 1, listeners: 1, locks: 0 })
    const later = () => new Promise<void>((resolve) => void time.clock.setTimeout(resolve, 1_000))
    fake.intercept(({ path }, answer) => {
      if (path !== refreshPath) return undefined
      return hangs ? new Promise(() => {}) : later().then(answer)
    })
    fake.revokeAccess()
    const answer = watch(session.fetch(me))
    await time.advance(500)
    expect(open).toEqual({ channels: 1, listeners: 1, locks: 1 })
    session.dispose()
    await time.advance(40_000)
    expect({ ...open, pages: page.attached, timers: time.pending, answer: answer.outcome }).toEqual({
      channels: 0,
      listeners: 0,
      locks: 0,
      pages: 0,
      timers: 0,
      answer: 'disposed',
    })
  },
)

test('a page that is frozen leaves nothing open, and has each thing once after it thaws, however often it is told', async () => {
  const { open: openSession } = createWorld()
  const { open, ports } = createCountedPorts()
  const page = createHandLifecycle()
  const session = openSession({ ...ports, lifecycle: page.lifecycle })
  await session.login(ada)
  page.tell('froze')
  expect(open).toEqual({ channels: 0, listeners: 0, locks: 0 })
  page.tell('thawed')
  page.tell('thawed')
  expect(open).toEqual({ channels: 1, listeners: 1, locks: 0 })
  page.tell('froze')
  expect(open).toEqual({ channels: 0, listeners: 0, locks: 0 })
})

test('a renewal that ends while nobody listens any more tells the others, and leaves nothing open', async () => {
  const { time, fake, open: openSession } = createWorld()
  const { open, ports } = createCountedPorts()
  const heard: string[] = []
  const channel: Channel = {
    open(name, listener) {
      const room = ports.channel.open(name, listener)
      return { ...room, post: () => void heard.push(name) }
    },
  }
  const session = openSession({ ...ports, channel })
  session.start()
  await session.login(ada)
  const before = heard.length
  fake.intercept(({ path }, answer) =>
    path === refreshPath
      ? new Promise<void>((resolve) => void time.clock.setTimeout(resolve, 1_000)).then(answer)
      : undefined,
  )
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(500)
  session.stop()
  await time.advance(5_000)
  expect({ ...open, told: heard.slice(before), answer: answer.outcome }).toEqual({
    channels: 0,
    listeners: 0,
    locks: 0,
    told: [ports.key],
    answer: 200,
  })
})

test('a store that nobody shares opens no channel', async () => {
  const { open: openSession } = createWorld()
  const { open, ports } = createCountedPorts()
  const session = openSession({ channel: ports.channel, lock: ports.lock })
  await session.login(ada)
  expect(open.channels).toBe(0)
})

import { expect, onTestFinished, test, vi } from 'vitest'
import { webLock, webStorage } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { ada, createWorld, me, watch } from '../adversity/world'

const stubLocks = (locks: unknown) => {
  vi.stubGlobal('navigator', { locks })
  onTestFinished(() => void vi.unstubAllGlobals())
}

/** Locks as a browser has them, for one name. */
function createLocks() {
  let last: Promise<unknown> = Promise.resolve()
  const request = (_: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      last = last.then(() => (signal.aborted ? undefined : hold())).then(resolve)
    })
  return { request }
}

test.each([undefined, null])('where the platform says %s, there is none', (locks) => {
  stubLocks(locks)
  expect(webLock()).toBe(null)
})

test('it is held until it is given back, and then is the next one’s', async () => {
  stubLocks(createLocks())
  const lock = webLock()!
  const { signal } = new AbortController()
  const release = await lock.acquire('name', signal)
  const next = vi.fn()
  const granted = lock.acquire('name', signal).then(next)
  await new Promise(setImmediate)
  expect(next).not.toHaveBeenCalled()
  release()
  await granted
  expect(next).toHaveBeenCalledTimes(1)
})

test('who leaves the line is told why, and is passed over', async () => {
  stubLocks(createLocks())
  const lock = webLock()!
  const holding = new AbortController()
  const leaving = new AbortController()
  const release = await lock.acquire('name', holding.signal)
  const left = lock.acquire('name', leaving.signal)
  const next = lock.acquire('name', holding.signal)
  leaving.abort('left')
  await expect(left).rejects.toBe('left')
  release()
  expect(await next).toBeTypeOf('function')
})

test('a platform that refuses locks says so', async () => {
  const refused = new DOMException('refused', 'SecurityError')
  stubLocks({ request: () => Promise.reject(refused) })
  await expect(webLock()!.acquire('name', new AbortController().signal)).rejects.toBe(refused)
})

test.each([
  ['device', ['auth-session.renewal']],
  ['tab', []],
  ['a name', []],
])('a session over a store of scope “%s” renews under %j by default', async (scope, expected) => {
  const { request } = createLocks()
  const asked: string[] = []
  stubLocks({
    request(...args: Parameters<typeof request>) {
      asked.push(args[0])
      return request(...args)
    },
  })
  const { time, fake, open } = createWorld()
  const session = open({ storage: webStorage(memoryArea(), { scope }) })
  await session.login(ada)
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(1_000)
  expect([answer.outcome, asked]).toEqual([200, expected])
})

import { expect, test } from 'vitest'
import { processLock } from 'xstate-auth-session'

const never = () => new AbortController().signal

test('a lock is granted in the order of asking, one at a time', async () => {
  const lock = processLock()
  const order: string[] = []
  const take = (name: string) =>
    lock.acquire('order', never()).then((release) => {
      order.push(name)
      return release
    })
  const first = take('a')
  const second = take('b')
  const third = take('c')
  const releaseFirst = await first
  expect(order).toEqual(['a'])
  releaseFirst()
  const releaseSecond = await second
  expect(order).toEqual(['a', 'b'])
  releaseSecond()
  ;(await third)()
  expect(order).toEqual(['a', 'b', 'c'])
})

test('who gives up leaves the line, and the next one moves up', async () => {
  const lock = processLock()
  const release = await lock.acquire('leave', never())
  const impatient = new AbortController()
  const left = lock.acquire('leave', impatient.signal)
  const next = lock.acquire('leave', never())
  const reason = new Error('no longer needed')
  impatient.abort(reason)
  await expect(left).rejects.toBe(reason)
  release()
  expect(typeof (await next)).toBe('function')
})

test('locks of different names do not wait for each other', async () => {
  const lock = processLock()
  await lock.acquire('one', never())
  expect(typeof (await lock.acquire('two', never()))).toBe('function')
})

test('a signal that has been aborted already is refused with its reason', async () => {
  const reason = new Error('too late')
  await expect(processLock().acquire('late', AbortSignal.abort(reason))).rejects.toBe(reason)
})

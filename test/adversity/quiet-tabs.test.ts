import { describe, expect, test } from 'vitest'
import type { Channel } from 'xstate-auth-session'
import { ada, altered, createHandLifecycle, createWorld, refreshPath, sharedStore, watch } from './world'

test('a thousand messages in a second lead to one look at the store at once, to one each tenth of it, and to no more', async () => {
  const { time, open } = createWorld()
  const { key, storage } = sharedStore()
  let reads = 0
  const counted = altered(storage, ({ read }) => ({
    read() {
      reads++
      return read()
    },
  }))
  let say = () => {}
  const channel: Channel = {
    open(_, listener) {
      say = listener
      return { post() {}, close() {} }
    },
  }
  const session = open({ key, storage: counted, channel })
  watch(session.login(ada))
  await time.advance(1_000)
  reads = 0
  for (let message = 0; message < 1_000; message++) {
    say()
    await time.advance(1)
  }
  await time.advance(5_000)
  expect(reads).toBe(11)
})

describe('with whileHidden: false', () => {
  test('a page out of sight renews nothing on time, and at once when it is seen again', async () => {
    const { time, fake, open } = createWorld()
    const { lifecycle, tell } = createHandLifecycle()
    const session = open({ lifecycle, renewal: { whileHidden: false } })
    watch(session.login(ada))
    await time.advance(1_000)
    tell('hid')
    await time.advance(3_600_000)
    expect(fake.count(refreshPath)).toBe(0)
    tell('woke')
    await time.advance(1_000)
    expect([fake.count(refreshPath), session.getSnapshot().status]).toEqual([1, 'authenticated'])
  })

  test('nor does it where its timers slept, as those of hidden pages do', async () => {
    const { time, fake, open } = createWorld()
    const { lifecycle, tell } = createHandLifecycle()
    const session = open({ lifecycle, renewal: { whileHidden: false } })
    watch(session.login(ada))
    await time.advance(1_000)
    tell('hid')
    for (let minute = 0; minute < 4; minute++) {
      time.sleep(60_000)
      await time.advance(1_000)
    }
    time.sleep(3_600_000)
    await time.advance(1_000)
    expect(fake.count(refreshPath)).toBe(0)
    tell('woke')
    await time.advance(1_000)
    expect([fake.count(refreshPath), session.getSnapshot().status]).toEqual([1, 'authenticated'])
  })
})

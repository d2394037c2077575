import { describe, expect, test } from 'vitest'
import { type ActiveUserOptions, activeUser, type LifecycleListener } from 'xstate-auth-session'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { openPageOfUser } from './page-of-user'

const idleAfter = 60_000

function attach() {
  const page = openPageOfUser()
  const time = createSimulatedTime()
  const heard: string[] = []
  const hear = (name: string) => () => void heard.push(name)
  const listener: LifecycleListener = {
    woke: hear('woke'),
    thawed: hear('thawed'),
    hid: hear('hid'),
    froze: hear('froze'),
    online: hear('online'),
  }
  const detach = activeUser({ idleAfter, clock: time.clock }).attach(listener)
  return { ...page, time, heard, detach }
}

test('a user who does nothing for that long is away, and is told so once', async () => {
  const { time, heard } = attach()
  await time.advance(idleAfter - 1)
  expect(heard).toEqual([])
  await time.advance(10 * idleAfter)
  expect(heard).toEqual(['hid'])
})

test.each(['pointerdown', 'pointermove', 'keydown', 'touchstart', 'touchmove', 'wheel', 'focus'])(
  'a %s keeps them there, and brings them back',
  async (sign) => {
    const { time, heard, act } = attach()
    for (let half = 0; half < 6; half++) {
      await time.advance(idleAfter / 2)
      act(sign)
    }
    expect(heard.filter((word) => word !== 'woke')).toEqual([])
    await time.advance(idleAfter)
    heard.length = 0
    act(sign)
    expect(new Set(heard)).toEqual(new Set(['woke']))
    heard.length = 0
    await time.advance(idleAfter)
    expect(heard).toEqual(['hid'])
  },
)

test('what a page does by itself is no sign of them', async () => {
  const { time, heard, act } = attach()
  for (let half = 0; half < 4; half++) {
    await time.advance(idleAfter / 2)
    act('scroll')
    act('offline')
  }
  expect(heard.filter((word) => word === 'hid')).toEqual(['hid'])
  expect(heard.at(-1)).toBe('hid')
})

test('a network that comes back while they are away is told of at once, and is no sign of them', async () => {
  const { time, heard, act } = attach()
  await time.advance(idleAfter)
  act('online')
  expect(heard).toEqual(['hid', 'online'])
  act('keydown')
  expect(heard).toEqual(['hid', 'online', 'woke'])
})

test('a page that is seen again is a user who is back', async () => {
  const { time, heard, show } = attach()
  show('hidden')
  await time.advance(idleAfter)
  show('visible')
  expect(heard).toEqual(['hid', 'hid', 'woke', 'woke'])
})

test('so is a page that was frozen', async () => {
  const { time, heard, thaw } = attach()
  await time.advance(idleAfter)
  thaw()
  expect(heard).toEqual(['hid', 'woke', 'thawed'])
})

test('what it hears never keeps a page from scrolling, and a thousand movements set one timer', async () => {
  const { time, act, options } = attach()
  for (let i = 0; i < 1_000; i++) act('pointermove')
  expect(time.pending).toBe(1)
  expect(options.filter(({ capture }) => capture).map(({ passive }) => passive)).toEqual(Array(6).fill(true))
})

test('nothing is heard, and no timer is left, after it has been detached', async () => {
  const { time, heard, act, show, detach } = attach()
  detach()
  expect(time.pending).toBe(0)
  await time.advance(2 * idleAfter)
  act('keydown')
  show('hidden')
  expect(heard).toEqual([])
})

test('on a server it is the lifecycle that it was given', () => {
  const attached: unknown[] = []
  const lifecycle = { isOnline: () => false, attach: (listener: unknown) => () => void attached.push(listener) }
  const listener = {} as LifecycleListener
  const user = activeUser({ idleAfter, lifecycle })
  user.attach(listener)()
  expect([attached, user.isOnline()]).toEqual([[listener], false])
})

describe('options', () => {
  test.each([undefined, null, '60000', 999, 86_400_001, Number.NaN])('%o is refused as idleAfter, by name', (value) => {
    const options = { idleAfter: value } as ActiveUserOptions
    expect(() => activeUser(options)).toThrow(/^activeUser: idleAfter must be a number/)
    expect(() => activeUser(options)).toThrow(TypeError)
  })
})

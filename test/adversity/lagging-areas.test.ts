import { expect, test } from 'vitest'
import { type KeyValueArea, processLock, webStorage } from 'xstate-auth-session'
import type { SimulatedTime } from 'xstate-auth-session/testing'
import { ada, createWorld, me, watch } from './world'

/** How long a write travels; ms. */
const DELAY = 10

/**
 * One `localStorage` as several tabs see it. All writes have one order, that of their arrival at the browser; a tab sees its own at
 * once and those of others later, and heeds no other's write of a key while its own is on the way.
 */
function laggingAreas({ clock }: SimulatedTime, count: number): readonly KeyValueArea[] {
  const tabs = Array.from({ length: count }, () => ({ items: new Map<string, string>(), onTheWay: [] as string[] }))
  return tabs.map((own) => {
    const { items } = own
    const write = (key: string, apply: (items: Map<string, string>) => void) => {
      apply(items)
      own.onTheWay.push(key)
      clock.setTimeout(() => {
        own.onTheWay.splice(own.onTheWay.indexOf(key), 1)
        for (const tab of tabs) if (tab !== own && !tab.onTheWay.includes(key)) apply(tab.items)
      }, DELAY)
    }
    return {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => write(key, (items) => items.set(key, value)),
      removeItem: (key) => write(key, (items) => items.delete(key)),
    }
  })
}

let lives = 0

async function openTabs(locks: boolean) {
  const world = createWorld()
  const lock = locks ? processLock() : null
  const areas = laggingAreas(world.time, 5)
  const key = `lagging-${++lives}`
  const tabs = areas.map((area) => world.open({ key, lock, channel: null, storage: webStorage(area, { lag: 25 }) }))
  watch(tabs[0]!.login(ada))
  await world.time.advance(1_000)
  for (const tab of tabs) watch(tab.start())
  await world.time.advance(1_000)
  return { ...world, tabs }
}

test.each([
  ['with a lock, which does not order them', true],
  ['without a lock', false],
])('tabs that see outdated values spend each refresh token once, %s', async (_, locks) => {
  const { time, fake, tabs, spent } = await openTabs(locks)
  for (let rounds = 0; rounds < 5; rounds++) {
    fake.revokeAccess()
    const answers = tabs.map((tab) => watch(tab.fetch(me)))
    await time.advance(5_000)
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(5).fill(200))
  }
  expect(spent()).toHaveLength(5)
  expect(new Set(spent()).size).toBe(5)
})

test('a tab that sees an outdated value spends nothing for a login that has just ended elsewhere', async () => {
  const { time, fake, tabs, spent } = await openTabs(true)
  fake.revokeAccess()
  watch(tabs[0]!.logout())
  const answer = watch(tabs[1]!.fetch(me))
  await time.advance(5_000)
  expect([answer.outcome, spent()]).toEqual(['logged_out', []])
  expect(tabs.slice(0, 2).map((tab) => tab.getSnapshot().status)).toEqual(['loggedOut', 'loggedOut'])
})

import { expect, test } from 'vitest'
import type { Tab } from './engine'
import { inEveryEngine } from './engines'
import { openPages } from './pages'

/** Asks for the lock; resolves with `who` once it is held. */
const hold = <Who extends string>(tab: Tab, who: Who): Promise<Who> =>
  tab.evaluate(
    (who) =>
      new Promise((held) => {
        void navigator.locks.request('turn', () => {
          held(who)
          return new Promise<void>((release) => Object.assign(window, { release }))
        })
      }),
    who,
  )

const release = (tab: Tab) => tab.evaluate(() => (window as unknown as { release(): void }).release())

/** Resolves once so many wait for it. */
const inLine = (tab: Tab, count: number) =>
  tab.evaluate(async (count) => {
    while ((await navigator.locks.query()).pending?.length !== count) await new Promise((go) => setTimeout(go, 5))
  }, count)

inEveryEngine((openTab) => {
  test('a Web Lock is granted in the order of asking, whichever tab asks', async () => {
    const [one, two] = await openPages(openTab)
    await hold(one, 'one')
    const second = hold(two, 'two')
    await inLine(two, 1)
    const third = hold(one, 'one again')
    await inLine(two, 2)
    await release(one)
    expect(await Promise.race([second, third])).toBe('two')
    await release(two)
    expect(await third).toBe('one again')
  })

  test('a tab that is closed gives its Web Lock to the next', async () => {
    const [one, two] = await openPages(openTab)
    await hold(one, 'one')
    const next = hold(two, 'two')
    await inLine(two, 1)
    await one.close()
    expect(await next).toBe('two')
  })
})

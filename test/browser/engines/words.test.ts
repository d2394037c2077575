import { expect, test } from 'vitest'
import type { Tab } from './engine'
import { inEveryEngine } from './engines'
import { openPages } from './pages'

/** Keeps every word that arrives; see {@link heard}. */
const listen = (tab: Tab) =>
  tab.evaluate(() => {
    const words: unknown[] = []
    const channel = new BroadcastChannel('words')
    channel.onmessage = ({ data }) => words.push(data)
    addEventListener('storage', ({ key, newValue }) => words.push(`${key}: ${newValue}`))
    Object.assign(window, { words, channel })
  })

/** What has arrived, once there are so many. */
const heard = (tab: Tab, count: number) =>
  tab.evaluate(async (count) => {
    const { words } = window as unknown as { words: unknown[] }
    while (words.length < count) await new Promise((go) => setTimeout(go, 5))
    return words
  }, count)

const write = (words: readonly string[]) => {
  for (const word of words) localStorage.setItem('word', word)
}

inEveryEngine((openTab, engine) => {
  test('BroadcastChannel tells every other tab, hidden ones too, in order, and not the sender', async () => {
    const tabs = await openPages(openTab)
    const [one, two, three] = tabs
    for (const tab of tabs) await listen(tab)
    await three.hide()
    await one.evaluate(() => {
      const { channel } = window as unknown as { channel: BroadcastChannel }
      for (const word of ['first', 'second']) channel.postMessage(word)
    })
    expect(await heard(two, 2)).toEqual(['first', 'second'])
    expect(await heard(three, 2)).toEqual(['first', 'second'])
    expect(await heard(one, 0)).toEqual([])
  })

  test('a storage event tells every other tab, and not the writer', async () => {
    const [one, two] = await openPages(openTab)
    for (const tab of [one, two]) await listen(tab)
    await two.evaluate(() => localStorage.length)
    await one.evaluate(write, ['first', 'first', 'second'])
    expect(await heard(two, 2)).toEqual(['word: first', 'word: second'])
    expect(await heard(one, 0)).toEqual([])
  })

  test('WebKit tells storage events only to a page that has used localStorage itself', async () => {
    const [one, two] = await openPages(openTab)
    await listen(two)
    await one.evaluate(write, ['missed'])
    // What was sent later has arrived: so has what was sent before.
    await two.evaluate(() => localStorage.length)
    await one.evaluate(write, ['heard'])
    const all = ['word: missed', 'word: heard']
    expect(await heard(two, 1)).toEqual(engine === 'WebKit' ? ['word: heard'] : all)
  })
})

import { renumbered } from './notes'
import type { World } from './world'

/** A tab's name, wherever it stands: also within the text of an entry. */
const NAME = /(?<=")[A-D](?=\\*")/g

/**
 * A text that two worlds share if nothing tells them apart but which tab is called what, and how intents are numbered. With
 * two logins the names matter: where both have one count, they decide.
 */
export function sameness(world: World, logins: number): string {
  if (logins > 1) return renumbered(JSON.stringify(world))
  const { tabs, ...rest } = world
  const texts = tabs.map((tab) => JSON.stringify(tab))
  const others = JSON.stringify(rest)
  const named = tabs.map(({ name }, index) => ({ name, text: texts[index]!, key: unnamed(texts[index]!, name) }))
  named.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const orders = arrangements(named)
  const told = orders.map((order) => {
    const names = new Map(order.map(({ name }, index) => [name, 'ABCD'[index]!]))
    const text = [others, ...order.map((tab) => tab.text)].join()
    return renumbered(text.replace(NAME, (name) => names.get(name)!))
  })
  return told.reduce((least, text) => (text < least ? text : least))
}

function unnamed(text: string, own: string): string {
  return renumbered(text.replace(NAME, (name) => (name === own ? '*' : '?')))
}

/** All orders of what can't be told apart by its key. */
function arrangements<T extends { readonly key: string }>(sorted: readonly T[]): T[][] {
  const [first, ...others] = sorted
  if (!first) return [[]]
  const equal = sorted.filter(({ key }) => key === first.key)
  if (equal.length === 1) return arrangements(others).map((order) => [first, ...order])
  return equal.flatMap((chosen) =>
    arrangements(sorted.filter((other) => other !== chosen)).map((order) => [chosen, ...order]),
  )
}

import { find, make } from './element'
import { createLogList } from './log-list'
import type { Batch } from './traffic'

/** The log of requests: one line a batch, kept up to date while it runs. */
export function createTrafficPanel(): (batch: Batch) => void {
  const addLine = createLogList(find('traffic', HTMLOListElement))
  const facts = new Map<Batch, HTMLElement>()
  const changed = new Set<Batch>()

  function draw(): void {
    for (const batch of changed) {
      facts.get(batch)?.replaceChildren(...describe(batch))
      if (batch.took !== null) facts.delete(batch)
    }
    changed.clear()
  }

  return (batch) => {
    if (!facts.has(batch) && batch.took === null) {
      const place = make('span', 'facts')
      facts.set(batch, place)
      addLine(batch.startedAt, make('span', batch.own ? 'note' : '', batch.label), place)
    }
    if (changed.size === 0) requestAnimationFrame(draw)
    changed.add(batch)
  }
}

function describe({ own, total, sent, waited, replayed, outcomes, took }: Batch): (string | Node)[] {
  const parts: (string | Node)[] = []
  const add = (part: string | Node) => parts.push(...(parts.length > 0 ? [' · '] : []), part)
  if (own) add('by the session')
  else {
    for (const [word, count] of Object.entries({ sent, waited, replayed })) {
      if (count > 0 || word === 'sent') add(total === 1 ? (count > 0 ? word : 'not sent') : `${word} ${count}`)
    }
  }
  for (const [outcome, count] of outcomes) {
    const text = total === 1 ? outcome : `${count}\u00a0×\u00a0${outcome}`
    add(make('span', /^2/.test(outcome) ? 'good' : 'bad', text))
  }
  if (took !== null) add(`${took}\u00a0ms`)
  return parts
}

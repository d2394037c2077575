import { make, setText } from './make'
import type { Part, View } from './view'
import { clockTime, spanOf } from './words'

const LOCK = { none: 'no lock', waits: 'waits for the lock', held: 'holds the lock' } as const

/** Other tabs over the same store: who is there, who may renew, what was said. */
export function createSiblingsPart(): Part {
  const headline = make('p', { class: 'headline' })
  const tabs = make('ul', { class: 'rows', 'aria-label': 'Tabs' })
  const words = make('ul', { class: 'rows', 'aria-label': 'Last words between tabs' })
  const lists = make(
    'div',
    { class: 'columns' },
    make('section', {}, make('h2', {}, 'Tabs with development ports'), tabs),
    make('section', {}, make('h2', {}, 'Last words'), words),
  )

  return {
    element: make('div', { class: 'siblings part' }, headline, lists),
    show({ ports, states, snapshot, now, position }: View) {
      lists.hidden = ports === null || position !== null || snapshot === null
      if (!ports || snapshot === null) return setText(headline, 'Tabs are shown for a session with development ports.')
      if (position !== null) return setText(headline, 'Tabs are shown for the present alone.')
      const others = ports.tabs.length
      setText(
        headline,
        `${others === 0 ? 'No other tab is known' : `${others} other ${others === 1 ? 'tab' : 'tabs'}`} · this one: ${LOCK[ports.lock ?? 'none']}`,
      )
      const own = { id: ports.tab, status: snapshot.status, lock: ports.lock ?? 'none' } as const
      const inLine =
        states.renewal?.value !== undefined && JSON.stringify(states.renewal.value).includes('waitingForLock')
      tabs.replaceChildren(
        row(`this tab, ${own.id}`, `${own.status}, ${inLine ? LOCK.waits : LOCK[own.lock]}`),
        ...ports.tabs.map(({ id, status, lock }) => row(`tab ${id}`, `${status}, ${LOCK[lock]}`)),
      )
      const said = [...ports.words].reverse().slice(0, 20)
      words.replaceChildren(
        ...(said.length === 0 ? [make('li', { class: 'note' }, 'nothing was said')] : []),
        ...said.map(({ at, way }) =>
          row(way === 'posted' ? '→ told the others' : '← was told', `${clockTime(at)}, ${spanOf(now - at)} ago`),
        ),
      )
    },
  }
}

function row(name: string, what: string): HTMLLIElement {
  return make('li', {}, make('code', {}, name), make('span', {}, what))
}

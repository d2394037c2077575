import type { EndedRequest, WaitingRequest } from '../ports/request-book'
import { make, makeSvg, setAttributes, setText } from './make'
import type { Part } from './view'
import { clockTime, spanOf, WAIT } from './words'

/** How many rows each list has at most. */
const ROWS = 40

/** What the plot shows: so many minutes in so many columns. */
const MINUTES = 3
const COLUMNS = 36

/** Calls that wait, and how the last ones ended. */
export function createRequestsPart(): Part {
  const headline = make('p', { class: 'headline' })
  const waiting = make('ul', { class: 'rows', 'aria-label': 'Waiting requests' })
  const ended = make('ul', { class: 'rows', 'aria-label': 'Settled requests' })
  const plot = makeSvg('svg', {
    class: 'plot',
    viewBox: `0 0 ${COLUMNS * 10} 40`,
    preserveAspectRatio: 'none',
    role: 'img',
  })
  const lists = make(
    'div',
    { class: 'columns' },
    make('section', {}, make('h2', {}, 'Waiting now'), waiting),
    make('section', {}, make('h2', {}, 'Settled'), ended),
  )
  const caption = make('p', { class: 'note' }, `The last ${MINUTES} minutes: ▮ answered, ▒ rejected`)

  return {
    element: make('div', { class: 'requests part' }, headline, plot, caption, lists),
    show({ control, now, position, snapshot }) {
      const hasFacts = control !== null && position === null && snapshot !== null
      lists.hidden = !hasFacts
      caption.hidden = !hasFacts
      setAttributes(plot, { hidden: !hasFacts })
      if (!hasFacts) {
        const counts = snapshot && `${snapshot.waiting} wait, ${snapshot.held} are held. `
        setText(
          headline,
          `${counts ?? ''}${control ? 'Single requests are shown for the present alone.' : 'Single requests are shown with development ports.'}`,
        )
        return
      }
      const { first, held, waiting: waits } = control.requests.waiting(ROWS)
      const count = waits + held
      const all = control.requests.ended()
      const { sent, replayed } = control.requests.counts()
      setText(headline, `${waits} waiting · ${held} held · ${sent} sent · ${replayed} replayed`)
      const more = count > first.length ? [make('li', { class: 'note' }, `and ${count - first.length} more`)] : []
      waiting.replaceChildren(
        ...(count === 0 ? [nobody('nobody waits')] : first.map((one) => waitingRow(one, now))),
        ...more,
      )
      const latest = all.slice(-ROWS).reverse()
      ended.replaceChildren(...(latest.length === 0 ? [nobody('none yet')] : latest.map(endedRow)))
      const { bars, label } = plotted(all, now)
      plot.replaceChildren(...bars)
      setAttributes(plot, { 'aria-label': label })
    },
  }
}

const nobody = (text: string) => make('li', { class: 'note' }, text)

function waitingRow({ label, since, why }: WaitingRequest, now: number): HTMLLIElement {
  const reason = why === null ? 'held for the next login' : WAIT[why]
  return make(
    'li',
    { class: why === null ? 'held' : 'waiting' },
    make('code', {}, label),
    make('span', {}, `${why === null ? '❚❚' : '…'} ${spanOf(now - since)}, ${reason}`),
  )
}

function endedRow({ label, at, status, code, replayed }: EndedRequest): HTMLLIElement {
  const outcome = code ?? (status === null ? 'done' : String(status))
  return make(
    'li',
    { class: code === null ? 'answered' : 'rejected' },
    make('code', {}, label),
    make('span', {}, `${code === null ? '✓' : '✕'} ${outcome}${replayed ? ', replayed' : ''}, ${clockTime(at)}`),
  )
}

function plotted(all: readonly EndedRequest[], now: number): { bars: SVGRectElement[]; label: string } {
  const span = MINUTES * 60_000
  const columns = Array.from({ length: COLUMNS }, () => ({ good: 0, bad: 0 }))
  for (const { at, code } of all) {
    const column = columns[Math.floor(((at - now + span) / span) * COLUMNS - 1e-9)]
    if (!column) continue
    if (code === null) column.good++
    else column.bad++
  }
  const most = Math.max(...columns.map(({ good, bad }) => good + bad), 1)
  const bars = columns.flatMap(({ good, bad }, index) => {
    const [up, down] = [(good / most) * 40, (bad / most) * 40]
    return [
      makeSvg('rect', { class: 'good', x: index * 10 + 1, width: 8, y: 40 - up, height: up }),
      makeSvg('rect', { class: 'bad', x: index * 10 + 1, width: 8, y: 40 - up - down, height: down }),
    ]
  })
  const [good, bad] = [sum(columns, 'good'), sum(columns, 'bad')]
  return { bars, label: `In the last ${MINUTES} minutes ${good} answered and ${bad} rejected` }
}

function sum(columns: readonly Readonly<Record<'good' | 'bad', number>>[], name: 'good' | 'bad'): number {
  return columns.reduce((total, column) => total + column[name], 0)
}

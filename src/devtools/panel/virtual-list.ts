import { make, setAttributes } from './make'

/** Height of a row; px. */
const ROW = 28

/** Rows above and below what is seen. */
const SPARE = 8

/** No more than so many rows are in the page, however tall it is. */
const MOST = 120

interface VirtualListPorts {
  readonly label: string
  /** Fills a row that may have shown another one. */
  readonly fill: (row: HTMLElement, index: number) => void
  readonly onSelect: (index: number) => void
}

/** A list of any length of which only what is seen is in the page. */
export function createVirtualList({ label, fill, onSelect }: VirtualListPorts) {
  const track = make('div', { class: 'track', role: 'presentation' })
  const element = make('div', { class: 'list', role: 'listbox', tabindex: 0, 'aria-label': label }, track)
  const rows: HTMLElement[] = []
  let count = 0
  let selected = -1
  let follows = true

  const draw = () => {
    const height = element.clientHeight || ROW * 10
    const first = Math.max(Math.floor(element.scrollTop / ROW) - SPARE, 0)
    const last = Math.min(first + Math.min(Math.ceil(height / ROW) + 2 * SPARE, MOST), count)
    while (rows.length < last - first) {
      const row = make('div', { class: 'row', role: 'option' })
      rows.push(row)
      track.append(row)
    }
    for (const extra of rows.splice(Math.max(last - first, 0))) extra.remove()
    track.style.setProperty('height', `${count * ROW}px`)
    for (const [offset, row] of rows.entries()) {
      const index = first + offset
      row.style.setProperty('transform', `translateY(${index * ROW}px)`)
      setAttributes(row, {
        id: `row-${index}`,
        'data-index': index,
        'aria-posinset': index + 1,
        'aria-setsize': count,
        'aria-selected': String(index === selected),
      })
      fill(row, index)
    }
    const isDrawn = selected >= first && selected < last
    setAttributes(element, { 'aria-activedescendant': isDrawn ? `row-${selected}` : null })
  }
  const reveal = (index: number) => {
    const top = index * ROW
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW - element.clientHeight
  }
  const choose = (index: number) => {
    if (count === 0) return
    const next = Math.min(Math.max(index, 0), count - 1)
    reveal(next)
    onSelect(next)
  }

  element.addEventListener('scroll', () => {
    follows = element.scrollTop + element.clientHeight >= count * ROW - ROW
    draw()
  })
  element.addEventListener('click', ({ target }) => {
    const row = (target as Element).closest('[data-index]')
    if (row) choose(Number(row.getAttribute('data-index')))
  })
  element.addEventListener('keydown', (event) => {
    const from = selected < 0 ? count - 1 : selected
    const page = Math.max(Math.floor(element.clientHeight / ROW) - 1, 1)
    const to: Record<string, number> = {
      ArrowUp: from - 1,
      ArrowDown: from + 1,
      PageUp: from - page,
      PageDown: from + page,
      Home: 0,
      End: count - 1,
    }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    choose(next)
  })

  return {
    element,
    /** `chosen`: the row that is selected, -1 for none; then the latest is kept in sight. */
    show(rowCount: number, chosen: number): void {
      const isOther = chosen !== selected
      count = rowCount
      selected = chosen
      track.style.setProperty('height', `${count * ROW}px`)
      if (chosen < 0 && follows) element.scrollTop = count * ROW
      else if (isOther && chosen >= 0) reveal(chosen)
      draw()
    },
  }
}

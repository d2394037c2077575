import { make, setAttributes } from './make'
import type { Part, View } from './view'

/** One section of the panel. */
export interface Section {
  readonly name: string
  readonly part: Part
}

/** Sections of which one is shown, as tabs with one stop for the keyboard. */
export function createTabs(sections: readonly Section[]): Part {
  let view: View | null = null
  let chosen = 0
  const tabs = sections.map(({ name }, index) =>
    make('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': `panel-${index}` }, name),
  )
  const panels = sections.map(({ part }, index) =>
    make('section', { role: 'tabpanel', id: `panel-${index}`, 'aria-labelledby': `tab-${index}` }, part.element),
  )
  const list = make('div', { role: 'tablist', 'aria-label': 'Sections' }, ...tabs)

  const choose = (next: number) => {
    chosen = (next + sections.length) % sections.length
    for (const [index, tab] of tabs.entries()) {
      setAttributes(tab, { 'aria-selected': String(index === chosen), tabindex: index === chosen ? 0 : -1 })
      setAttributes(panels[index] as Element, { hidden: index !== chosen })
    }
    if (view) sections[chosen]?.part.show(view)
  }
  for (const [index, tab] of tabs.entries()) tab.addEventListener('click', () => choose(index))
  list.addEventListener('keydown', (event) => {
    const to: Record<string, number> = {
      ArrowLeft: chosen - 1,
      ArrowRight: chosen + 1,
      Home: 0,
      End: sections.length - 1,
    }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    choose(next)
    tabs[chosen]?.focus()
  })
  choose(0)

  return {
    element: make('div', { class: 'tabs' }, list, ...panels),
    show(next) {
      view = next
      sections[chosen]?.part.show(next)
    },
  }
}

import type { AuthSession } from '../../auth-session'
import { createChartPart } from './chart-part'
import { createHeaderPart, statusOf } from './header-part'
import { createLeversPart } from './levers-part'
import { make, setAttributes, setText } from './make'
import { createRequestsPart } from './requests-part'
import { createResizing } from './resizing'
import { createSiblingsPart } from './siblings-part'
import { createSource } from './source'
import { createTabs } from './tabs'
import { createTimePart } from './time-part'
import { createTimelinePart } from './timeline-part'
import type { Actions, View } from './view'
import { END, STATUS } from './words'

export interface PanelOptions {
  /** Where it is docked. @default 'bottom' */
  readonly dock?: 'bottom' | 'side' | undefined
  /** Whether it is open at first; if not, a button shows the status. @default true */
  readonly open?: boolean | undefined
}

/** The panel in a shadow root; what it returns takes it away, with everything that it listens to. */
export function createPanel(
  host: HTMLElement,
  root: ShadowRoot,
  session: AuthSession,
  { dock = 'bottom', open = true }: PanelOptions,
): () => void {
  const live = make('p', { class: 'live', role: 'status' })
  const say = (text: string) => setText(live, text)
  const actions: Actions = {
    say,
    goTo: (position) => source.actions.goTo(position),
    pause: (isPaused) => source.actions.pause(isPaused),
    open: (file) => source.actions.open(file),
    closeFile: () => source.actions.closeFile(),
    explain: () => source.actions.explain(),
  }
  const tabs = createTabs([
    { name: 'Chart', part: createChartPart() },
    { name: 'Time', part: createTimePart() },
    { name: 'Requests', part: createRequestsPart() },
    { name: 'Siblings', part: createSiblingsPart() },
    { name: 'Timeline', part: createTimelinePart(actions) },
    { name: 'Levers', part: createLeversPart(say) },
  ])
  const docking = make('button', { type: 'button', class: 'docking' }, 'Dock')
  const closing = make('button', { type: 'button', 'aria-label': 'Close the panel' }, '✕')
  const opening = make('button', { type: 'button', class: 'opening' })
  const header = createHeaderPart(docking, closing)
  const resizing = createResizing(host, () => host.dataset['dock'] === 'side')
  const panel = make(
    'section',
    { class: 'panel', 'aria-label': 'Auth session devtools' },
    resizing.handle,
    header.element,
    tabs.element,
  )

  const place = (where: string) => {
    host.dataset['dock'] = where
    setText(docking, where === 'side' ? 'Dock at the bottom' : 'Dock at the side')
    resizing.redraw()
  }
  let isOpen = open
  let latest: View | null = null
  const setOpen = (value: boolean) => {
    isOpen = value
    setAttributes(panel, { hidden: !value })
    setAttributes(opening, { hidden: value })
    if (latest) draw(latest)
  }
  docking.addEventListener('click', () => place(host.dataset['dock'] === 'side' ? 'bottom' : 'side'))
  closing.addEventListener('click', () => {
    setOpen(false)
    opening.focus()
  })
  opening.addEventListener('click', () => {
    setOpen(true)
    closing.focus()
  })
  panel.addEventListener('dragover', (event) => event.preventDefault())
  panel.addEventListener('drop', (event) => {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    if (file) actions.open(file)
  })

  let told = ''
  const tellStatus = (view: View) => {
    if (!view.snapshot || view.position !== null) return
    const { status, endReason } = view.snapshot
    const text = endReason ? `Session ${status}: ${END[endReason]}` : `Session ${status}`
    if (told !== '' && told !== text) say(text)
    told = text
  }
  const draw = (view: View) => {
    latest = view
    tellStatus(view)
    const status = statusOf(view)
    setText(opening, `${STATUS[status].sign} Session: ${status}`)
    if (!isOpen) return
    header.show(view)
    tabs.show(view)
  }
  place(dock)
  setOpen(open)
  root.append(panel, opening, live)
  const source = createSource(session, draw, say)
  return () => {
    source.stop()
    root.replaceChildren()
  }
}

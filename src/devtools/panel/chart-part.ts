import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import { renewalMachine, sessionMachine } from '../../../machines'
import { renewalLayout, sessionLayout } from '../../chart/layouts'
import type { RecordedState } from '../../timeline'
import { drawChart, edgeKey, type Lit } from './chart-drawing'
import { make, setText } from './make'
import { pathOf } from './state-path'
import type { Led, Part, View } from './view'

const HINT = 'Point at a state or an arrow, or walk through the states by the arrow keys.'
const ZOOMS = [0.5, 0.75, 1] as const

/** Both charts with what is lit in them: where they are, how they came there, and what can come next. */
export function createChartPart(): Part {
  const about = make('p', { class: 'about' }, HINT)
  const now = make('p', { class: 'now' })
  const say = (text: string) => setText(about, text)
  const session = drawChart(sessionLayout, say)
  const renewal = drawChart(renewalLayout, say)
  const renewalFigure = make('figure', { hidden: true }, make('figcaption', {}, 'The renewal'), renewal.element)
  const stage = make(
    'div',
    { class: 'stage', tabindex: 0, role: 'region', 'aria-label': 'Charts' },
    make('figure', {}, make('figcaption', {}, 'The session'), session.element),
    renewalFigure,
  )
  let zoom = 1
  const zoomed = make('output', { class: 'zoomed' }, '75 %')
  const scale = () => {
    const factor = ZOOMS[zoom] ?? 1
    setText(zoomed, `${factor * 100} %`)
    for (const { element, size } of [session, renewal]) {
      const [svg] = element.children
      svg?.setAttribute('width', String(size.width * factor))
      svg?.setAttribute('height', String(size.height * factor))
    }
  }
  const step = (by: number) => () => {
    zoom = Math.min(Math.max(zoom + by, 0), ZOOMS.length - 1)
    scale()
    shown = ''
  }
  const smaller = make('button', { type: 'button', 'aria-label': 'Draw smaller' }, '−')
  const larger = make('button', { type: 'button', 'aria-label': 'Draw larger' }, '+')
  smaller.addEventListener('click', step(-1))
  larger.addEventListener('click', step(1))
  const legend = make(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    make('li', { class: 'is-active' }, 'it is here'),
    make('li', { class: 'is-last' }, 'it came this way'),
    make('li', { class: 'is-possible' }, 'it can go there'),
  )
  let shown = ''
  scale()

  /** Brings the active state into sight, once it is another. */
  const follow = (path: string) => {
    if (path === shown || stage.clientWidth === 0) return
    shown = path
    const box = session.placeOf(path)
    const factor = ZOOMS[zoom] ?? 1
    if (!box) return
    stage.scrollTo({
      left: (box.x + box.width / 2) * factor - stage.clientWidth / 2,
      top: (box.y + box.height / 2) * factor - stage.clientHeight / 2,
    })
  }

  return {
    element: make(
      'div',
      { class: 'chart part' },
      make('div', { class: 'bar' }, now, make('span', { class: 'group' }, smaller, zoomed, larger)),
      stage,
      about,
      legend,
    ),
    show({ states, last }: View) {
      const path = states.session ? pathOf(states.session.value) : null
      session.light(litBy(sessionMachine, states.session, last.session))
      renewal.light(litBy(renewalMachine, states.renewal, last.renewal))
      renewalFigure.hidden = states.renewal === null
      const inRenewal = states.renewal ? `, renewal: ${pathOf(states.renewal.value)}` : ''
      setText(now, path === null ? 'Not running' : `${path}${inRenewal}`)
      follow(path ?? '')
    },
  }
}

function litBy(machine: AnyStateMachine, state: RecordedState | null, led: Led | null): Lit {
  const last = led && { descriptor: led.event.type, from: led.from, to: led.to }
  if (!state) return { path: null, last, possible: new Set() }
  const snapshot = machine.resolveState({ value: state.value as string, context: state.context }) as AnyMachineSnapshot
  const possible = getNextTransitions(snapshot).map(({ source, eventType }) =>
    edgeKey(source.path.join('.'), eventType),
  )
  return { path: pathOf(state.value), last, possible: new Set(possible) }
}

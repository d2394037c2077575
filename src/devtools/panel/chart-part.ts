import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import { renewalMachine, sessionMachine } from '../../../machines'
import { renewalLayout, sessionLayout } from '../../chart/layouts'
import type { RecordedState } from '../../timeline'
import { edgeKey, type Lit } from './chart-drawing'
import { createChartStage } from './chart-stage'
import { make, setAttributes, setText } from './make'
import { pathOf } from './state-path'
import type { Led, Part, View } from './view'

const HINT = 'Point at a state or an arrow, or walk through the states by the arrow keys.'
const ZOOMS = [0.5, 0.75, 1] as const

/** Both charts with what is lit in them: where they are, how they came there, and what can come next. */
export function createChartPart(): Part {
  const about = make('p', { class: 'about' }, HINT)
  const now = make('p', { class: 'now' })
  const say = (text: string) => setText(about, text)
  const session = createChartStage(sessionLayout, 'The session', say)
  const renewal = createChartStage(renewalLayout, 'The renewal', say)
  const zoomed = make('span', { class: 'zoomed' })
  const smaller = make('button', { type: 'button', 'aria-label': 'Draw smaller' }, '−')
  const larger = make('button', { type: 'button', 'aria-label': 'Draw larger' }, '+')
  let latest: View | null = null
  let zoom = 1

  const scale = (next: number) => {
    zoom = Math.min(Math.max(next, 0), ZOOMS.length - 1)
    const factor = ZOOMS[zoom] ?? 1
    setText(zoomed, `${factor * 100} %`)
    for (const stage of [session, renewal]) stage.scale(factor)
    if (latest) show(latest)
  }
  smaller.addEventListener('click', () => scale(zoom - 1))
  larger.addEventListener('click', () => scale(zoom + 1))

  const show = (view: View) => {
    latest = view
    const { states, last } = view
    const path = states.session ? pathOf(states.session.value) : null
    const inRenewal = states.renewal ? `, renewal: ${pathOf(states.renewal.value)}` : ''
    setText(now, path === null ? 'not running' : `${path}${inRenewal}`)
    setAttributes(renewal.element, { hidden: states.renewal === null })
    session.show(litBy(sessionMachine, states.session, last.session))
    renewal.show(litBy(renewalMachine, states.renewal, last.renewal))
  }
  scale(zoom)

  return {
    element: make(
      'div',
      { class: 'chart part' },
      make('div', { class: 'bar' }, now, make('span', { class: 'group' }, smaller, zoomed, larger)),
      make('div', { class: 'stages' }, session.element, renewal.element),
      about,
      make(
        'ul',
        { class: 'legend', 'aria-label': 'Legend' },
        make('li', { class: 'is-active' }, 'it is here'),
        make('li', { class: 'is-last' }, 'it came this way'),
        make('li', { class: 'is-possible' }, 'it can go there'),
      ),
    ),
    show,
  }
}

function litBy(machine: AnyStateMachine, state: RecordedState | null, led: Led | null): Lit {
  const last = led && { descriptor: led.event.type, from: led.from, to: led.to }
  if (!state) return { path: null, last: null, possible: new Set() }
  const snapshot = machine.resolveState({ value: state.value as string, context: state.context }) as AnyMachineSnapshot
  const possible = getNextTransitions(snapshot).map(({ source, eventType }) =>
    edgeKey(source.path.join('.'), eventType),
  )
  return { path: pathOf(state.value), last, possible: new Set(possible) }
}

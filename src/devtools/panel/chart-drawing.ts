import type { Box, ChartLayout, LaidArrow, LaidState, Point } from '../../chart/layout'
import { make, makeSvg, setAttributes } from './make'
import { isWithin } from './state-path'

/** What is lit in a chart. */
export interface Lit {
  /** The path of the state it is in; `null`: it is not running. */
  readonly path: string | null
  /** Where the last event led from and to, and which it was. */
  readonly last: { readonly descriptor: string; readonly from: string; readonly to: string } | null
  /** Source and descriptor of each edge that is possible now. */
  readonly possible: ReadonlySet<string>
}

/** How {@link Lit.possible} names an edge. */
export const edgeKey = (source: string, descriptor: string): string => `${source} ${descriptor}`

/** A chart drawn once; `light` changes classes alone. `onPoint` hears what the reader looks at. */
export function drawChart(layout: ChartLayout, onPoint: (about: string) => void) {
  const { width, height, anywhere, machine } = layout
  const boxes = layout.states.map((state) => ({ state, element: drawState(state) }))
  const arrows = layout.arrows.map((arrow) => ({ arrow, element: drawArrow(arrow), label: drawLabel(arrow) }))
  const svg = makeSvg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'group', 'aria-label': `The chart of the ${machine}` },
    ...boxes.filter(({ state }) => !state.isLeaf).map(({ element }) => element),
    ...arrows.map(({ element }) => element),
    ...boxes.filter(({ state }) => state.isLeaf).map(({ element }) => element),
    anywhere && makeSvg('g', { class: 'state leaf anywhere' }, rectangle(anywhere), centred(anywhere, 'any state')),
    ...arrows.map(({ label }) => label),
  )
  for (const { state, element } of boxes) {
    const about = `${state.path}: ${state.description ?? 'a state'}`
    for (const type of ['pointerenter', 'focus']) element.addEventListener(type, () => onPoint(about))
  }
  for (const { arrow, label } of arrows) label.addEventListener('pointerenter', () => onPoint(aboutArrow(arrow)))
  svg.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const at = boxes.findIndex(({ element }) => element === (svg.getRootNode() as ShadowRoot).activeElement)
    if (step === undefined || at < 0) return
    event.preventDefault()
    boxes[(at + step + boxes.length) % boxes.length]?.element.focus()
  })
  const element = make('div', { class: 'drawing' }, svg)

  return {
    element,
    size: { width, height },
    light({ path, last, possible }: Lit): void {
      const [first] = boxes
      const active = boxes.findLast(({ state }) => path !== null && isWithin(path, state.path)) ?? first
      for (const { state, element } of boxes) {
        const isActive = path !== null && isWithin(path, state.path)
        element.classList.toggle('active', isActive)
        setAttributes(element, {
          tabindex: active?.element === element ? 0 : -1,
          'aria-label': `${state.path}${isActive ? ', active' : ''}: ${state.description ?? 'a state'}`,
        })
      }
      const taken = last && arrowOf(layout, last)
      for (const { arrow, element, label } of arrows) {
        const can = arrow.edges.some(({ source, descriptor }) => possible.has(edgeKey(source, descriptor)))
        const isFromHere = arrow.from === '' || (path !== null && isWithin(path, arrow.from))
        for (const one of [element, label]) {
          one.classList.toggle('last', arrow === taken)
          one.classList.toggle('possible', can && isFromHere)
        }
      }
    },
    /** Where the innermost active state is. */
    placeOf: (path: string): Box | null =>
      layout.states.findLast((state) => path !== '' && isWithin(path, state.path)) ?? null,
  }
}

/** The arrow that an event took; `null` where it led nowhere. */
function arrowOf({ arrows }: ChartLayout, { descriptor, from, to }: NonNullable<Lit['last']>): LaidArrow | null {
  const fits = arrows.filter(
    (arrow) =>
      isWithin(from, arrow.from) &&
      isWithin(to, arrow.to) &&
      arrow.edges.some((edge) => edge.descriptor === descriptor),
  )
  const isStay = from === to
  const [best] = fits.sort((a, b) => b.from.length - a.from.length || b.to.length - a.to.length)
  return best && !(isStay && best.to !== to) ? best : null
}

function aboutArrow({ from, to, edges }: LaidArrow): string {
  const ways = edges.map(({ event, guard }) => (guard ? `${event} [${guard}]` : event))
  return `${from || 'any state'} → ${to}: ${ways.join(', ')}`
}

function drawState(state: LaidState): SVGGElement {
  const shape = rectangle(state)
  const name = state.isLeaf ? centred(state, state.key) : headOf(state)
  return makeSvg('g', { class: state.isLeaf ? 'state leaf' : 'state', role: 'img' }, shape, name)
}

/** A line into the box may cross its name. */
function headOf({ x, y, key }: LaidState): SVGGElement {
  const back = makeSvg('rect', { class: 'head', x: x + 8, y: y + 6, width: key.length * 8.6 + 10, height: 20, rx: 4 })
  return makeSvg('g', {}, back, makeSvg('text', { class: 'name', x: x + 13, y: y + 21 }, key))
}

function drawArrow({ line }: LaidArrow): SVGGElement {
  const points = line.map((point) => point.join()).join(' ')
  return makeSvg('g', { class: 'arrow', 'aria-hidden': 'true' }, makeSvg('polyline', { points }), drawTip(line))
}

function drawTip(line: readonly Point[]): SVGPathElement {
  const [fromX, fromY] = line.at(-2) ?? [0, 0]
  const [x, y] = line.at(-1) ?? [0, 0]
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)]
  const [left, right] = [
    `${x - 8 * dx - 4 * dy} ${y - 8 * dy - 4 * dx}`,
    `${x - 8 * dx + 4 * dy} ${y - 8 * dy + 4 * dx}`,
  ]
  return makeSvg('path', { d: `M${x} ${y}L${left}L${right}Z` })
}

function drawLabel({ label }: LaidArrow): SVGGElement {
  const { x, y, lines } = label
  const texts = lines.map((text, index) => makeSvg('text', { x: x + 4, y: y + 14 + index * 16 }, text))
  return makeSvg('g', { class: 'label', 'aria-hidden': 'true' }, rectangle(label), ...texts)
}

function rectangle({ x, y, width, height }: Box): SVGRectElement {
  return makeSvg('rect', { x, y, width, height, rx: 6 })
}

function centred({ x, y, width, height }: Box, text: string): SVGTextElement {
  return makeSvg('text', { class: 'name', x: x + width / 2, y: y + height / 2 + 5, 'text-anchor': 'middle' }, text)
}

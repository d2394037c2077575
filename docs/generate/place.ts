import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import { type Arrow, arrowsOf } from '../../src/chart/arrows'
import { everyState, type State } from '../../src/chart/chart'
import type { Box, ChartLayout, LaidArrow, LaidState, Point } from '../../src/chart/layout'

/** What a letter of the label's monospace font takes, and a line of it; px. */
const LETTER = 7.3
const LINE = 16
/** A letter of a state's name; px. */
const NAME_LETTER = 8.4
const HEAD = 30
const ANYWHERE = 'any state'

const GENERAL = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.padding': `[top=12,left=12,bottom=12,right=12]`,
}

const INSIDE = { 'elk.padding': `[top=${HEAD + 10},left=16,bottom=16,right=16]` }

/** A chart with its places, by ELK. The same chart has the same places. */
export async function place(machine: ChartLayout['machine'], root: State): Promise<ChartLayout> {
  const arrows = arrowsOf(root)
  const graph: ElkNode = {
    id: 'chart',
    layoutOptions: GENERAL,
    children: [
      ...(arrows.some(({ from }) => from === '') ? [node(ANYWHERE, ANYWHERE)] : []),
      ...root.children.map(nodeOf),
    ],
    edges: arrows.map((arrow) => edgeOf(arrow, linesOf(arrow, arrows), leadsOn(arrow, root))),
  }
  const laid: ElkNode = await new ELK().layout(graph)
  const boxes = new Map(everyNode(laid).map((one) => [one.id, boxOf(one)]))
  const edges = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]))
  return {
    machine,
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    anywhere: boxes.get(ANYWHERE) ?? null,
    states: everyState(root)
      .slice(1)
      .map((state) => laidState(state, boxes.get(state.path))),
    arrows: arrows.map((arrow) => laidArrow(arrow, linesOf(arrow, arrows), edges.get(idOf(arrow)))),
  }
}

function node(id: string, name: string): ElkNode {
  return { id, width: Math.ceil(name.length * NAME_LETTER) + 28, height: HEAD + 6 }
}

function nodeOf(state: State): ElkNode {
  if (state.children.length === 0) return node(state.path, state.key)
  return { id: state.path, layoutOptions: INSIDE, children: state.children.map(nodeOf) }
}

/** Whether it goes the way in which the chart is written, which the drawing follows downwards. */
function leadsOn({ from, to }: Arrow, root: State): boolean {
  const paths = everyState(root).map(({ path }) => path)
  return paths.indexOf(from) < paths.indexOf(to)
}

function edgeOf(arrow: Arrow, lines: readonly string[], isForward: boolean): ElkExtendedEdge {
  const width = Math.ceil(Math.max(...lines.map(({ length }) => length)) * LETTER) + 8
  return {
    id: idOf(arrow),
    layoutOptions: { 'elk.layered.priority.direction': isForward ? '10' : '0' },
    sources: [arrow.from || ANYWHERE],
    targets: [arrow.to],
    labels: [{ text: lines.join('\n'), width, height: lines.length * LINE + 4 }],
  }
}

function idOf({ from, to }: Arrow): string {
  return `${from} → ${to}`
}

/** Each event once; with its guards where the event alone does not say which way is taken. */
function linesOf({ from, edges }: Arrow, all: readonly Arrow[]): string[] {
  const elsewhere = new Set(
    all.flatMap((other) => (other.from === from && other.edges !== edges ? other.edges : [])).map(({ event }) => event),
  )
  return [
    ...new Set(
      edges.flatMap(({ event, guard }) => (elsewhere.has(event) ? [event, `  [${guard ?? 'otherwise'}]`] : [event])),
    ),
  ]
}

function everyNode(one: ElkNode): ElkNode[] {
  return [one, ...(one.children ?? []).flatMap(everyNode)]
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}

function laidState({ path, key, description, tags, actors, children, type }: State, box?: Box): LaidState {
  if (!box) throw new Error(`no place for ${path}`)
  const isLeaf = children.length === 0
  return { path, key, description, tags, actors, isLeaf, isFinal: type === 'final', ...box }
}

function laidArrow(arrow: Arrow, lines: readonly string[], edge?: ElkExtendedEdge): LaidArrow {
  const [section] = edge?.sections ?? []
  const [label] = edge?.labels ?? []
  if (!section || !label) throw new Error(`no line for ${idOf(arrow)}`)
  const corners = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
  return {
    id: idOf(arrow),
    from: arrow.from,
    to: arrow.to,
    line: corners.map(({ x, y }): Point => [Math.round(x), Math.round(y)]),
    label: { ...boxOf(label), lines },
    edges: arrow.edges.map(({ source, descriptor, event, guard }) => ({ source, descriptor, event, guard })),
  }
}

import { describe, expect, test } from 'vitest'
import { drawSvg } from '../../docs/generate/svg'
import { renewalMachine, sessionMachine } from '../../machines'
import { arrowsOf } from '../../src/chart/arrows'
import { everyState, readChart } from '../../src/chart/chart'
import type { Box, ChartLayout } from '../../src/chart/layout'
import { renewalLayout, sessionLayout } from '../../src/chart/layouts'

const charts = [
  { layout: sessionLayout, root: readChart(sessionMachine) },
  { layout: renewalLayout, root: readChart(renewalMachine) },
]

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const within = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

/** What must not lie on one another, by name. */
function solid({ states, arrows, anywhere }: ChartLayout): (Box & { name: string })[] {
  return [
    ...states.filter(({ isLeaf }) => isLeaf).map((state) => ({ ...state, name: state.path })),
    ...arrows.map(({ id, label }) => ({ ...label, name: `the label of ${id}` })),
    ...(anywhere ? [{ ...anywhere, name: 'any state' }] : []),
  ]
}

describe.each(charts)('the drawing of $layout.machine', ({ layout, root }) => {
  test('has every state and every arrow of the machine', () => {
    expect(layout.states.map(({ path }) => path)).toEqual(
      everyState(root)
        .slice(1)
        .map(({ path }) => path),
    )
    expect(layout.arrows.map(({ from, to }) => ({ from, to }))).toEqual(
      arrowsOf(root).map(({ from, to }) => ({ from, to })),
    )
  })

  test('has no label on a label or a state, and nothing outside', () => {
    const boxes = solid(layout)
    const overlaps = boxes.flatMap((a, place) =>
      boxes
        .slice(place + 1)
        .filter((b) => meet(a, b))
        .map((b) => `${a.name} × ${b.name}`),
    )
    expect(overlaps).toEqual([])
    const page = { x: 0, y: 0, width: layout.width, height: layout.height }
    expect(boxes.filter((box) => !within(box, page)).map(({ name }) => name)).toEqual([])
  })

  test('has states inside the states that hold them', () => {
    const strays = layout.states.filter(({ path, ...box }) => {
      const parent = layout.states.find((other) => other.path === path.split('.').slice(0, -1).join('.'))
      return parent && !within(box, parent)
    })
    expect(strays).toEqual([])
  })

  test('has lines of level and upright stretches that end at the border of their state', () => {
    for (const { id, to, line } of layout.arrows) {
      const target = layout.states.find(({ path }) => path === to) as Box
      const [x, y] = line.at(-1) as [number, number]
      const isOnBorder =
        y === target.y || y === target.y + target.height || x === target.x || x === target.x + target.width
      expect({ id, isOnBorder }).toEqual({ id, isOnBorder: true })
      line.slice(1).forEach(([nextX, nextY], index) => {
        const [fromX, fromY] = line[index] as [number, number]
        expect({ id, isStraight: nextX === fromX || nextY === fromY }).toEqual({ id, isStraight: true })
      })
    }
  })

  test('is a document of its own, without a script', () => {
    const svg = drawSvg(layout)
    for (const { key } of layout.states) expect(svg).toContain(`>${key}</text>`)
    expect(svg).not.toMatch(/<script|javascript:|href=/)
  })
})

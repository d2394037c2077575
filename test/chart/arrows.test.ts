import { expect, test } from 'vitest'
import { arrowsOf } from '../../src/chart/arrows'
import { readChart } from '../../src/chart/chart'
import { doorMachine } from './door'

test('every way between two states is one arrow, whatever its reasons', () => {
  const arrows = arrowsOf(readChart(doorMachine)).map(({ from, to, edges }) => ({
    way: `${from} → ${to}`,
    reasons: edges.map(({ event, guard }) => (guard === null ? event : `${event} [${guard}]`)),
  }))
  expect(arrows).toEqual([
    { way: ' → gone', reasons: ['broken'] },
    { way: 'shut → ajar', reasons: ['pushed [open]'] },
    { way: 'shut → gone', reasons: ['pushed [shorterThan (ms: 5)]'] },
    { way: 'ajar → shut', reasons: ['knocked.*', 'done: answer [not (open or open)]', 'error: answer'] },
    { way: 'ajar.asking → ajar.waiting', reasons: ['pulled', 'after patience'] },
    { way: 'ajar.waiting → gone', reasons: ['always [open]'] },
  ])
})

import { expect, test } from 'vitest'
import { renderPage } from '../../docs/generate/page'
import { readChart } from '../../src/chart/chart'
import { doorMachine } from '../chart/door'

const door = readChart(doorMachine)
const page = renderPage({ door: { title: 'Door', root: door } })

function section(start: string, end: string): string[] {
  return (page.split(start)[1]?.split(end)[0] ?? '').trim().split('\n')
}

test('the drawing stands at the head of its section', () => {
  expect(section('## Door', '###')).toEqual(['A door.', '', '![The door, drawn](charts/door.svg)'])
})

test('the list describes every state', () => {
  expect(section('### States of the door', '###')).toEqual([
    '- **shut**: Nobody gets in. (tags `quiet`)',
    '- **ajar** (runs `answer`)',
    '  - **asking**',
    '  - **waiting**',
    '- **gone** (final)',
  ])
})

test('the table answers for every leaf what it does itself and what it inherits', () => {
  const rows = section('### Events of the door', '###').map((row) => row.slice(2, -2).split(' | '))
  expect(rows).toEqual([
    ['event', '`shut`', '`ajar.asking`', '`ajar.waiting`'],
    ['---', '---', '---', '---'],
    ['`knocked`', 'ignored', '**shut**', '**shut**'],
    ['`broken`', '**gone**', '**gone**', '**gone**'],
    ['`pushed`', '**ajar.asking** [open]<br/>**gone** [shorterThan (ms: 5)]', '', ''],
    ['`knocked.*`', '', '**shut**', '**shut**'],
    ['`pulled`', '', '**ajar.waiting**', '**ajar.waiting**'],
    ['`knocked.twice`', '', '**shut**', 'stays'],
    ['`done: answer`', '', '**shut** [not (open or open)]', '**shut** [not (open or open)]'],
    ['`error: answer`', '', '**shut**', '**shut**'],
    ['`after 20 ms`', '', '**ajar.asking** (enters anew)', ''],
    ['`after patience`', '', '**ajar.waiting**', ''],
    ['`always`', '', '', '**gone** [open]'],
  ])
})

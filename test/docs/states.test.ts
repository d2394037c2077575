import { expect, test } from 'vitest'
import { fromPromise, not, or, setup } from 'xstate'
import { renderPage } from '../../docs/generate/page'

const machine = setup({
  actors: { ask: fromPromise(async () => 'yes') },
  guards: { open: () => true, shorterThan: (_, params: { ms: number }) => params.ms > 0 },
  actions: { count: () => {} },
  delays: { patience: 1_000 },
}).createMachine({
  id: 'door',
  description: 'A door.',
  initial: 'shut',
  on: { knocked: { actions: 'count' }, broken: '.gone' },
  states: {
    shut: {
      description: 'Nobody gets in.',
      tags: ['quiet'],
      on: {
        pushed: [
          { guard: 'open', target: 'ajar' },
          { guard: { type: 'shorterThan', params: { ms: 5 } }, target: 'gone' },
        ],
        knocked: {},
      },
    },
    ajar: {
      initial: 'asking',
      invoke: {
        id: 'answer',
        src: 'ask',
        onDone: { guard: not(or(['open', 'open'])), target: 'shut' },
        onError: 'shut',
      },
      on: { 'knocked.*': 'shut', pulled: '.waiting' },
      states: {
        asking: { after: { patience: 'waiting', 20: { target: 'asking', reenter: true } } },
        waiting: { always: { guard: 'open', target: '#door.gone' }, on: { 'knocked.twice': { actions: 'count' } } },
      },
    },
    gone: { type: 'final' },
  },
})

const page = renderPage({ Door: machine })

function section(start: string, end: string): string[] {
  return (page.split(start)[1]?.split(end)[0] ?? '').trim().split('\n')
}

test('the drawing names every way between states once, with its reasons', () => {
  expect(section('```mermaid', '```')).toEqual([
    'stateDiagram-v2',
    '  state "any state" as any_state',
    '  state "shut" as shut',
    '  [*] --> shut',
    '  state "ajar" as ajar {',
    '    state "asking" as ajar_asking',
    '    [*] --> ajar_asking',
    '    state "waiting" as ajar_waiting',
    '  }',
    '  state "gone" as gone',
    '  gone --> [*]',
    '  any_state --> gone : broken',
    '  shut --> ajar : pushed [open]',
    '  shut --> gone : pushed [shorterThan (ms: 5)]',
    '  ajar --> shut : knocked.*<br/>done: answer [not (open or open)]<br/>error: answer',
    '  ajar_asking --> ajar_waiting : pulled<br/>after patience',
    '  ajar_waiting --> gone : always [open]',
  ])
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

import { fromPromise, not, or, setup } from 'xstate'

/** A small chart with every kind of edge. */
export const doorMachine = setup({
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

import { expect, test } from 'vitest'
import { type AnyStateMachine, createMachine } from 'xstate'
import { renewalMachine, sessionMachine } from 'xstate-auth-session/machines'
import { everyState, readChart } from '../../src/chart/chart'
import { createSessionInspector, type WireMessage } from '../../src/inspect'
import { openLife } from './open-life'
import { readReceived } from './received'

async function definitions(): Promise<Map<string, string>> {
  const messages: WireMessage[] = []
  const { live } = openLife(() => ({ inspect: createSessionInspector({ send: (one) => void messages.push(one) }) }))
  await live()
  return new Map(readReceived(messages).actors.map(({ name, definition }) => [name, definition]))
}

/** States and edges without the links between them. */
function drawn(machine: AnyStateMachine) {
  return everyState(readChart(machine)).map(({ children: _, parent: __, ...state }) => ({
    ...state,
    edges: state.edges.map(({ guard, ...edge }) => ({ ...edge, guard: guard?.replace(/ \(.*\)/, '') ?? null })),
  }))
}

test.each([
  ['session', sessionMachine],
  ['renewal', renewalMachine],
] as const)('from what an inspector receives it can draw the whole chart: %s', async (name, machine) => {
  const received = JSON.parse((await definitions()).get(name) ?? 'null')
  expect(drawn(createMachine(received))).toEqual(drawn(machine))
})

test('an actor without a chart is its name', async () => {
  const all = await definitions()
  const names = ['restore', 'lock', 'reread', 'intend', 'request', 'commit', 'revoke']
  expect(names.map((name) => all.get(name))).toEqual(names.map((id) => JSON.stringify({ id })))
})

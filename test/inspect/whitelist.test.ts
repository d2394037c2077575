import { expect, test } from 'vitest'
import { type AnyMachineSnapshot, createActor, fromCallback, setup } from 'xstate'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { createSessionInspector, type WireMessage } from '../../src/inspect'
import { readReceived } from './received'

const secret = 'canary-of-the-test'
const token = `${'canarybird'.repeat(5)}.of.a.jwt`

/** Secrets wherever something could hold one: in fields that are not listed, of the wrong kind, and inside others. */
const poison = {
  accessToken: secret,
  [secret]: 1,
  at: secret,
  waiting: [secret],
  refused: secret,
  reason: { text: secret },
  stamp: { epoch: token, generation: secret, token: secret, stamp: { refreshToken: secret } },
  token: secret,
  delay: { cause: 'offline', hint: token, headers: { authorization: secret } },
  result: [{ token: secret }],
  map: new Map([[secret, secret]]),
  error: new Error(secret),
  [Symbol(secret)]: secret,
}

/** What of it is a fact. */
const facts = {
  stamp: { epoch: '…', stamp: {} },
  delay: { cause: 'offline', hint: '…' },
  result: {},
}

/** A machine that calls itself the session, and is none. */
const machine = setup({
  actors: { spy: fromCallback(() => {}) },
  types: { input: {} as object, output: {} as object, context: {} as object },
}).createMachine({
  id: 'session',
  context: ({ input }) => ({ ...poison, input }),
  initial: 'authenticated',
  invoke: [
    { id: 'renewal', src: 'spy', input: poison },
    { id: secret, src: 'spy' },
  ],
  states: {
    authenticated: {
      tags: ['loggedIn', secret],
      description: secret,
      on: { 'session.loggedIn': secret, [secret]: 'expired' },
    },
    [secret]: { on: { 'user.acknowledged': 'expired' } },
    expired: { type: 'final' },
  },
  output: poison,
})

test('of what no vocabulary names nothing leaves, wherever it is', () => {
  const messages: WireMessage[] = []
  const inspector = createSessionInspector({ send: (one) => void messages.push(one) })
  const actor = createActor(machine, { id: 'session', input: poison, inspect: inspector })
  actor.start()
  actor.send({ type: 'session.loggedIn', ...poison })
  actor.send({ type: `other ${secret}`, ...poison })
  actor.send({ type: 'user.acknowledged' })
  expect((actor.getSnapshot() as AnyMachineSnapshot).output).toBe(poison)

  expectNoSecrets(messages, { secret, token })
  const events = messages.flatMap((one) => (one.type === '@xstate.event' ? [one.event] : []))
  expect(events).toContainEqual({ type: 'session.loggedIn', ...facts })
  expect(events).toContainEqual({ type: 'unlisted', ...facts })
  const shown = messages.flatMap((one) => (one.type === '@xstate.snapshot' ? [one.snapshot] : []))
  const children = { renewal: { id: 'renewal' } }
  expect(shown.filter(({ value }) => value !== undefined)).toEqual([
    { status: 'active', value: 'authenticated', tags: ['loggedIn'], context: facts, children },
    { status: 'active', value: 'unlisted', tags: [], context: facts, children },
    { status: 'active', value: 'unlisted', tags: [], context: facts, children },
    { status: 'done', value: 'expired', tags: [], context: facts, children, output: facts },
  ])
  expect(readReceived(messages).actors.map(({ name }) => name)).toEqual(['session', 'renewal'])
})

test('what refers to itself ends', () => {
  const context = { waiting: 1, result: {} }
  context.result = context
  const messages: WireMessage[] = []
  const inspector = createSessionInspector({ send: (one) => void messages.push(one) })
  const endless = setup({ types: { context: {} as object } }).createMachine({ id: 'session', context })
  createActor(endless, { id: 'session', inspect: inspector }).start()
  const [last] = messages.slice(-1)
  expect(last?.type === '@xstate.snapshot' && last.snapshot.context).toEqual({ waiting: 1, result: {} })
})

test('a stopped inspector shows nothing more', () => {
  const said: string[] = []
  const inspector = createSessionInspector({
    start: () => void said.push('start'),
    send: ({ type }) => void said.push(type),
    stop: () => void said.push('stop'),
  })
  inspector.stop()
  inspector.stop()
  createActor(machine, { id: 'session', input: {}, inspect: inspector }).start()
  expect(said).toEqual(['start', 'stop'])
})

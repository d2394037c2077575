import { beforeEach, expect, test, vi } from 'vitest'
import { explain, reproduce } from 'xstate-auth-session/testing'
import { createHandLifecycle } from '../adversity/world'
import { testsIn } from '../docs/sample'
import { ada, lost, setStage } from './stage'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))

/** A session that is lost with an answer. */
async function loseSession() {
  const stage = setStage()
  const session = stage.open()
  await session.login(ada)
  stage.nextRenewals(lost)
  await stage.time.advance(360_000)
  return { ...stage, session }
}

test('a reproduction has each event, with what it made of its machine', async () => {
  const { recordings, session } = await loseSession()
  const { steps } = reproduce(recordings()[0]!)
  const { value, context } = session.actor.getSnapshot()
  const of = (machine: string) =>
    steps
      .filter((step) => step.machine === machine)
      .map(({ at, event, after }) => [at - steps[0]!.at, event.type, after?.value])
  expect(of('session')).toEqual([
    [0, 'xstate.init', 'restoring'],
    [0, 'xstate.done.actor.restore', 'anonymous'],
    [0, 'session.loggedIn', 'authenticated'],
    [240_000, 'xstate.after.renewalDue.session.authenticated', { renewing: 'refreshing' }],
    [240_000, 'renewal.delayed', { renewing: 'refreshing' }],
    [298_000, 'xstate.after.tokenLapse.session.renewing.refreshing', { renewing: 'queuedRetry' }],
    [298_000, 'xstate.done.actor.renewal', 'expired'],
  ])
  expect(of('renewal').map(([, type]) => type)).toEqual([
    'xstate.init',
    'xstate.done.actor.lock',
    'xstate.done.actor.reread',
    'xstate.done.actor.intend',
    'xstate.done.actor.request',
    'xstate.after.retryDue.renewal.backingOff.pausing',
    'xstate.done.actor.lock',
    'xstate.done.actor.reread',
    'xstate.done.actor.intend',
    'xstate.done.actor.request',
    'xstate.done.actor.confirm',
  ])
  expect(steps[0]!.before).toBeNull()
  expect(steps.findLast(({ machine }) => machine === 'session')!.after).toEqual({ value, context })
})

test('a recording prints itself as a test that passes, and fails when it is changed', async () => {
  const { recordings } = await loseSession()
  const [recording] = recordings()
  const text = reproduce(recording!).test()
  const run = async (printed: string) => {
    const tests = await testsIn({ page: '', line: 0, language: 'ts', sample: null, text: printed })
    expect([...tests.keys()]).toEqual([explain(recording!)])
    for (const printedTest of tests.values()) await printedTest()
  }
  await run(text)
  await expect(run(text.replace('"value": "expired"', '"value": "anonymous"'))).rejects.toThrow('leads to "expired"')
})

test('a recording that has dropped its oldest events starts with the state that they led to, and replays', async () => {
  const { open, recordings, server, notes, nextRenewals, time } = setStage()
  const session = open()
  await session.login(ada)
  for (let round = 0; round < 60; round++) {
    server.revokeAccess()
    await session.fetch(notes)
    await time.advance(1_000)
  }
  nextRenewals(lost)
  await time.advance(360_000)
  const [recording] = recordings()
  expect(recording!.events).toHaveLength(500)
  expect(recording!.start.session).toMatchObject({ context: { subject: 'user 1', lastLogin: { method: 'password' } } })
  expect(reproduce(recording!).steps).toHaveLength(500)
  expect(explain(recording!)).toBe(
    'The server refused the refresh token at 14:05:57; an earlier answer had been lost on a dropped connection at 14:04:59: give the token server a grace period of 10 s.',
  )
})

test('a recording replays from any of its events on, as if those before had been dropped', async () => {
  const { recordings } = await loseSession()
  const [recording] = recordings()
  const { events, start } = recording!
  const { steps } = reproduce(recording!)
  for (let dropped = 1; dropped < events.length; dropped++) {
    const before = steps.slice(0, dropped)
    const stateOf = (machine: 'session' | 'renewal') => {
      const last = before.findLast((step) => step.machine === machine)
      return last ? last.after : start[machine]
    }
    const rest = {
      ...recording!,
      start: { session: stateOf('session'), renewal: stateOf('renewal') },
      events: events.slice(dropped),
    }
    expect(reproduce(rest).steps).toEqual(steps.slice(dropped))
    const isSaid = explain(rest)
    expect(isSaid).toMatch(
      /^The server refused the refresh token at 14:04:58; an earlier answer had been lost |^The session had ended before/,
    )
  }
})

test('who had ended before the recording begins is said to have', async () => {
  const { open, recordings, server, time } = setStage()
  const { lifecycle, tell } = createHandLifecycle()
  const session = open(undefined, { lifecycle, renewal: { jitter: 0, whileHidden: false } })
  await session.login(ada)
  server.revokeRefresh()
  await time.advance(300_000)
  for (let turn = 0; turn < 500; turn++) tell('woke')
  expect(explain(recordings())).toBe(
    'The session had ended before the recording of 500 events begins, and its reason was rejected: take the recording sooner.',
  )
})

import { expect, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'

async function loggedIn() {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const warnings = () => warn.mock.calls.flat().filter((said) => !String(said).includes('ends with F5'))
  const time = createSimulatedTime()
  const { backend, fetch, network } = createFakeBackend({ now: time.now })
  const session = createAuthSession({ backend, fetch, clock: time.clock })
  await session.login({ username: 'ada', password: 'lovelace' })
  return { time, network, session, warnings }
}

test('a foreign origin that gets no token is named, an address without an origin is not', async () => {
  const { session, warnings } = await loggedIn()
  await session.fetch('data:text/plain,a note')
  expect(warnings()).toEqual([])
  await session.fetch('https://maps.example/tile/')
  expect(warnings()).toEqual([
    '[xstate-auth-session] no token goes to https://maps.example: name it in `origins` if it should',
  ])
  session.dispose()
})

test('what fails beside the requests is told as a sentence, without an address', async () => {
  const { time, network, session, warnings } = await loggedIn()
  network(false)
  await time.advance(300_000)
  expect(warnings()).toEqual(["[xstate-auth-session] a step of the session's own failed: TypeError"])
  session.dispose()
})

test('what an app sends to the session’s actor is dropped, and named', async () => {
  const { time, session, warnings } = await loggedIn()
  session.actor.send({ type: 'user.loggedOut', at: time.now(), everywhere: false })
  expect(session.getSnapshot().status).toBe('authenticated')
  expect(warnings()).toEqual([
    "[xstate-auth-session] session.actor takes no events, and has dropped one: call the session's methods instead",
  ])
  session.dispose()
})

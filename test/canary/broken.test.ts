import { expect, onTestFinished, test } from 'vitest'
import { breakables } from './broken'
import { kindsOfEach } from './kinds'
import { ada, address, planted } from './planted'
import { stores } from './stores'
import { createWorld, type Session, type World } from './world'

const credentials = { username: 'ada', password: ada.password }

async function use(session: Session, { wire, recorder, outcome, pass }: World) {
  const url = wire.baseUrl + address
  await outcome('login', session.login(credentials))
  await outcome('fetch', session.fetch(url))
  wire.revokeAccess()
  await outcome('fetch', session.fetch(url))
  await outcome('accessToken', session.accessToken())
  await outcome('check', recorder.check(session))
  await pass(245_000)
  await outcome('logout', session.logout())
}

/** Doors by which the app's own error comes back to the app, since it stands in the place of the platform's `fetch` or reads its answer. */
const passedOn: Readonly<Record<string, readonly string[]>> = {
  fetch: ['fetch'],
  'backend.unauthorized': ['fetch'],
  'backend.successor': ['fetch'],
  'backend.grant': ['login'],
  'backend.authorization': ['login'],
  'lifecycle.isOnline': ['check'],
}

test.each(Object.entries(breakables))('what a broken %s throws shows nowhere', async (name, breakable) => {
  const world = createWorld(stores['memory']!())
  const { wire, recorder, outcome } = world
  let isBroken = false
  const unhandled: unknown[] = []
  const hear = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', hear)
  onTestFinished(() => void process.off('unhandledRejection', hear))

  const session = world.open(breakable(world, () => isBroken))
  await use(session, world)
  await outcome('login', session.login(credentials))
  isBroken = true
  wire.revokeAccess()
  await outcome('fetch', session.fetch(wire.baseUrl + address))
  await use(session, world)
  session.stop()
  session.dispose()

  const { heard, own } = recorder
  const timeline = session.timeline()
  const secrets = { ...planted, ...wire.tokens() }
  expect(kindsOfEach({ ...heard, timeline, unhandled }, secrets)).toEqual({})
  expect([...new Set(own)]).toEqual(passedOn[name] ?? [])
})

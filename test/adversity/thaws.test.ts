import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { createSiblings } from 'xstate-auth-session/testing'
import { createStorageArea } from '../session/storage-area'
import {
  ada,
  altered,
  createGate,
  createWorld,
  grace,
  me,
  refreshPath,
  revocationPath,
  slowReads,
  watch,
} from './world'

test.each([true, false])(
  'a tab that freezes between its intent and its renewal looks again before it spends anything (locks: %s)',
  async (locks) => {
    const { time, fake, spent } = createWorld()
    const gate = createGate()
    let slow = false
    const storage = altered(webStorage(createStorageArea(), { scope: 'device' }), ({ intend }) => ({
      intend: async (...args) => {
        const isWritten = intend(...args)
        if (slow) await gate.opened
        return isWritten
      },
    }))
    const browser = createSiblings({ backend: fake, time, locks, storage, session: { queue: { maxWait: 100_000 } } })
    const [first, second] = [browser.open(), browser.open()]
    await first.session.login(ada)
    await second.session.start()
    slow = true
    fake.revokeAccess()
    const answers = [watch(first.session.fetch(me))]
    await time.settle()
    slow = false
    first.freeze()
    answers.push(watch(second.session.fetch(me)))
    await time.advance(60_000)
    gate.open()
    await time.settle()
    first.thaw()
    await time.advance(1_000)
    expect(answers).toEqual([{ outcome: 200 }, { outcome: 200 }])
    expect(spent()).toHaveLength(1)
  },
)

test('a tab that freezes while it waits for the lock keeps it from nobody', async () => {
  const { time, fake } = createWorld()
  const browser = createSiblings({ backend: fake, time })
  const tabs = [browser.open(), browser.open(), browser.open()] as const
  await tabs[0].session.login(ada)
  for (const { session } of tabs) await session.start()
  const gate = createGate()
  const stop = fake.intercept(({ path }) =>
    path === refreshPath ? gate.opened.then(() => new Response('{}', { status: 503 })) : undefined,
  )
  fake.revokeAccess()
  const answers = tabs.map(({ session }) => watch(session.fetch(me)))
  await time.advance(100)
  tabs[1].freeze()
  stop()
  gate.open()
  await time.advance(5_000)
  expect(answers).toEqual([{ outcome: 200 }, { outcome: 'pending' }, { outcome: 200 }])
})

/** A first tab whose login has been granted and has looked at the store, while a second one logs in, and out perhaps. */
async function createLateLogin({ freeze, logout }: { freeze: boolean; logout: boolean }) {
  const { time, fake } = createWorld()
  const reads = slowReads(webStorage(createStorageArea(), { scope: 'device' }))
  const browser = createSiblings({ backend: fake, time, storage: reads.storage, channel: false })
  const [first, second] = [browser.open(), browser.open()]
  await Promise.all([first.session.start(), second.session.start()])
  const release = reads.holdNext()
  const login = watch(first.session.login(ada))
  await time.settle()
  if (freeze) first.freeze()
  for (let logins = 0; logins < 2; logins++) await second.session.login(grace)
  if (logout) await second.session.logout()
  release()
  await time.settle()
  if (freeze) first.thaw()
  await time.advance(400_000)
  second.hide()
  second.show()
  await time.advance(1_000)
  const present = browser.tabs.map(({ session }) => session.getSnapshot().claims?.['user_id'])
  return { login: login.outcome, present, revoked: fake.count(revocationPath) }
}

test('a login goes above those that were made while it looked at the store', async () => {
  const late = { login: 'done', present: ['ada', 'ada'] }
  expect(await createLateLogin({ freeze: false, logout: false })).toEqual({ ...late, revoked: 2 })
  expect(await createLateLogin({ freeze: false, logout: true })).toEqual({ ...late, revoked: 2 })
})

test('a login that thaws below a later login or logout gives way to it, and is revoked', async () => {
  expect(await createLateLogin({ freeze: true, logout: false })).toEqual({
    login: 'session_changed',
    present: ['grace', 'grace'],
    revoked: 2,
  })
  expect(await createLateLogin({ freeze: true, logout: true })).toEqual({
    login: 'session_changed',
    present: [undefined, undefined],
    revoked: 3,
  })
})

import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { createSiblings } from 'xstate-auth-session/testing'
import { createStorageArea } from '../session/storage-area'
import { ada, createWorld, grace, me, slowReads, watch } from './world'

/** A tab that has just been opened and asked for something stands still while it reads the store, and another one acts. */
async function live(stop: 'freeze' | 'sleep', deed: 'none' | 'logout' | 'login') {
  const { time, fake } = createWorld()
  const reads = slowReads(webStorage(createStorageArea(), { scope: 'device' }))
  const browser = createSiblings({ backend: fake, time, storage: reads.storage })
  const present = browser.open()
  await present.session.login(ada)
  const tab = browser.open()
  const release = reads.holdNext()
  watch(tab.session.start())
  const answer = watch(tab.session.fetch(me))
  await time.settle()
  if (stop === 'freeze') tab.freeze()
  if (deed === 'logout') watch(present.session.logout())
  if (deed === 'login') watch(present.session.login(grace))
  if (stop === 'freeze') await time.advance(20_000)
  else browser.sleep(20_000)
  release()
  await time.settle()
  tab.show()
  await time.advance(1_000)
  const { status, persistence, claims } = tab.session.getSnapshot()
  const sent = fake.requests.filter(({ path }) => me.endsWith(path)).map(({ bearer }) => bearer?.user)
  return { answer: answer.outcome, sent, status, persistence, user: claims?.['user_id'] }
}

const found = { status: 'authenticated', persistence: 'device', user: 'ada' }

test.each(['freeze', 'sleep'] as const)('a start that is held up by a %s finds the session', async (stop) => {
  expect(await live(stop, 'none')).toEqual({ ...found, answer: 200, sent: ['ada'] })
})

test('a tab that was frozen as it started sends nothing with what it had read before', async () => {
  expect(await live('freeze', 'logout')).toEqual({
    answer: 'logged_out',
    sent: [],
    status: 'loggedOut',
    persistence: 'device',
    user: undefined,
  })
  expect(await live('freeze', 'login')).toEqual({ ...found, answer: 'session_changed', sent: [], user: 'grace' })
})

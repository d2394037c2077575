import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { createSiblings } from 'xstate-auth-session/testing'
import { createStorageArea } from '../session/storage-area'
import { ada, altered, createGate, createWorld, me, watch } from './world'

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

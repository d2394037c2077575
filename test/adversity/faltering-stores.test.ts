import { expect, test } from 'vitest'
import { type SessionStore, webStorage } from 'xstate-auth-session'
import { createSiblings } from 'xstate-auth-session/testing'
import { createStorageArea } from '../session/storage-area'
import { ada, altered, createWorld, grace, me, watch } from './world'

type Method = 'read' | 'commit' | 'intend' | 'end'
type Deed = 'renewal' | 'login' | 'logout'

/** What is done before the `call`th call; `pass` lets time pass, in ms. */
type Fault = (call: number, pass: (ms: number) => Promise<void>) => Promise<void>

/** Two tabs with Ada logged in, of which one or both do something, while one call of a method of their store is `faulty`. */
async function live(deed: Deed, method: Method, locks: boolean, faulty: Fault) {
  const { time, fake, spent } = createWorld()
  let calls = Number.NEGATIVE_INFINITY
  let line: Promise<unknown> = Promise.resolve()
  /** In line, as the transactions of a database. */
  const inLine = <T>(run: () => T | PromiseLike<T>): Promise<T> => {
    const result = line.then(run)
    line = result.catch(() => {})
    return result
  }
  const pass = (ms: number) => new Promise<void>((resolve) => void time.clock.setTimeout(resolve, ms))
  const area = createStorageArea()
  const storage = altered(webStorage(area, { scope: 'device' }), (inner) => {
    const call = <Name extends keyof SessionStore>(name: Name) => {
      const asked = inner[name] as (...args: unknown[]) => unknown
      return (...args: unknown[]) =>
        inLine(async () => {
          if (name === method) await faulty(++calls, pass)
          return asked(...args)
        })
    }
    return Object.fromEntries(
      (['read', 'commit', 'intend', 'end', 'remove'] as const).map((name) => [name, call(name)]),
    )
  })
  const browser = createSiblings({ backend: fake, time, locks, storage })
  const tabs = [browser.open(), browser.open()] as const
  watch(tabs[0].session.login(ada))
  await time.advance(1_000)
  watch(tabs[1].session.start())
  await time.advance(1_000)
  calls = 0
  if (deed === 'renewal') {
    fake.revokeAccess()
    for (const { session } of tabs) watch(session.fetch(me))
  } else watch(deed === 'login' ? tabs[0].session.login(grace) : tabs[0].session.logout())
  await time.advance(20_000)
  const seen = tabs.map(({ session }) => session.getSnapshot())
  for (const { session } of tabs) session.dispose()
  return {
    calls,
    users: seen.map(({ claims }) => claims?.['user_id']),
    persistence: seen.map(({ persistence }) => persistence),
    spent: spent().length,
    kept: JSON.parse(area.getItem('auth-session') ?? '{}').subject,
  }
}

const kept = (user: string | undefined, spent: number) => ({
  users: [user, user],
  persistence: ['device', 'device'],
  spent,
  kept: user,
})
const outcomes = { renewal: kept('ada', 1), login: kept('grace', 0), logout: kept(undefined, 0) }
const deeds = ['renewal', 'login', 'logout'] as const

test.each(deeds.flatMap((deed) => [true, false].map((locks) => ({ deed, locks }))))(
  'a store that fails any one call of a $deed fails nobody, locks: $locks',
  async ({ deed, locks }) => {
    for (const method of ['read', 'commit', 'intend', 'end'] as const)
      for (let from = 1, most = 1; from <= most; from++) {
        const { calls, ...seen } = await live(deed, method, locks, async (call) => {
          if (call === from) throw new Error('Connection to Indexed Database server lost')
        })
        most = Math.min(calls, 10)
        expect({ method, from, ...seen }).toEqual({ method, from, ...outcomes[deed] })
      }
  },
)

test.each(['renewal', 'login'] as const)(
  'what a store writes of a %s after its time is kept, and every tab lives on it',
  async (deed) => {
    const { calls: _, ...seen } = await live(deed, 'commit', true, async (call, pass) => {
      if (call === 1) await pass(3_000)
    })
    expect(seen).toEqual(outcomes[deed])
  },
)

import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import { createSiblings, type Sibling } from 'xstate-auth-session/testing'
import { createStorageArea } from '../session/storage-area'
import { ada, altered, createWorld, grace, me, watch } from './world'

/** No deed takes more turns of the promises than this over a quick store. */
const TURNS = 48

type Tab = Sibling<{ password: PasswordCredentials }>

const deeds = {
  start: ({ session }: Tab) => session.start(),
  renewal: ({ session }: Tab) => session.fetch(me),
  login: ({ session }: Tab) => session.login(grace),
  logout: ({ session }: Tab) => session.logout(),
}
type Deed = keyof typeof deeds
const names = Object.keys(deeds) as Deed[]

/** One tab freezes that many turns into a deed, another one acts meanwhile, and the first is seen again. */
async function live(deed: Deed, turns: number, other: Deed) {
  const { time, fake, spent } = createWorld()
  const storage = altered(webStorage(createStorageArea(), { scope: 'device' }), ({ read, commit, intend }) => ({
    read: async () => read(),
    commit: async (...args) => commit(...args),
    intend: async (...args) => intend(...args),
  }))
  const browser = createSiblings({ backend: fake, time, storage, session: { queue: { maxWait: 100_000 } } })
  const [frozen, awake] = [browser.open(), browser.open()] as const
  const calls = [watch(awake.session.login(ada))]
  await time.advance(1_000)
  if (deed !== 'start') calls.push(watch(frozen.session.start()))
  await time.advance(1_000)
  const act = (tab: Tab, what: Deed) => {
    if (what === 'renewal') fake.revokeAccess()
    calls.push(watch(deeds[what](tab)))
  }
  act(frozen, deed)
  for (let turn = 0; turn < turns; turn++) await Promise.resolve()
  frozen.freeze()
  await time.advance(1_000)
  act(awake, other)
  await time.advance(40_000)
  const before = { spent: spent(), requests: fake.requests.length }
  frozen.show()
  calls.push(watch(frozen.session.fetch(me)))
  await time.advance(60_000)
  const seen = browser.tabs.map(({ session }) => session.getSnapshot())
  const [user] = seen.map(({ claims }) => claims?.['user_id'])
  const late = fake.requests.slice(before.requests)
  const senders = late.filter(({ path }) => me.endsWith(path)).map(({ bearer }) => bearer?.user)
  for (const { session } of browser.tabs) session.dispose()
  await time.advance(40_000)
  return {
    pending: calls.filter(({ outcome }) => outcome === 'pending').length,
    views: new Set(seen.map(({ claims, persistence }) => `${claims?.['user_id']} ${persistence}`)).size,
    spentAgain: spent()
      .slice(before.spent.length)
      .filter((token) => before.spent.includes(token)),
    strangers: senders.filter((sender) => sender !== undefined && sender !== user),
    timers: time.pending,
  }
}

test.each(names.flatMap((deed) => names.map((other) => ({ deed, other }))))(
  'a tab that freezes at any moment of a $deed, and thaws after a $other elsewhere, agrees and sends nothing outdated',
  async ({ deed, other }) => {
    for (let turns = 0; turns < TURNS; turns += 2)
      expect({ turns, ...(await live(deed, turns, other)) }).toEqual({
        turns,
        pending: 0,
        views: 1,
        spentAgain: [],
        strangers: [],
        timers: 0,
      })
  },
)

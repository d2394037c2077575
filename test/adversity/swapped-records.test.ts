import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import { ada, createHandLifecycle, createWorld, grace, me, refreshPath, watch } from './world'

const key = 'auth-session'

/** Ada at her `logins`th login, and a record of Grace's, of another storage, at her own. */
async function openSwap({ mine, theirs }: { readonly mine: number; readonly theirs: number }) {
  const world = createWorld()
  const { time, open } = world
  const page = createHandLifecycle()
  const [area, elsewhere] = [createStorageArea(), createStorageArea()]
  const logins = async (session: ReturnType<typeof open>, who: typeof ada, times: number) => {
    for (let i = 1; i <= times; i++) {
      watch(session.login(who))
      await time.advance(100)
      if (i < times) watch(session.logout())
      await time.advance(100)
    }
  }
  await logins(open({ storage: webStorage(elsewhere) }), grace, theirs)
  const session = open({ storage: webStorage(area), lifecycle: page.lifecycle })
  await logins(session, ada, mine)
  const before = world.fake.count(refreshPath)
  const told: unknown[] = []
  session.on('loggedIn', ({ by }) => void told.push(['loggedIn', by]))
  session.on('expired', ({ reason }) => void told.push(['expired', reason]))
  session.on('loggedOut', () => void told.push(['loggedOut']))
  return {
    ...world,
    area,
    page,
    session,
    told,
    foreign: elsewhere.getItem(key)!,
    swap: () => area.setItem(key, elsewhere.getItem(key)!),
    refreshes: () => world.fake.count(refreshPath) - before,
    /** Who asked for a resource, in order. */
    askers: () => world.fake.requests.filter(({ path }) => path === '/api/me/').map(({ bearer }) => bearer?.user),
  }
}

describe.each([
  ['later', { mine: 1, theirs: 2 }],
  ['rival', { mine: 1, theirs: 1 }],
])("a %s login's record of another user that appears in mid-session", (_, logins) => {
  test('is noticed on waking, as a login by somebody else', async () => {
    const { session, time, page, swap, told, askers, area, foreign } = await openSwap(logins)
    swap()
    page.tell('woke')
    await time.advance(1_000)
    const answer = watch(session.fetch(me))
    await time.advance(1_000)
    expect([answer.outcome, askers(), told]).toEqual([200, ['grace'], [['loggedIn', 'sibling']]])
    expect(area.getItem(key)).toBe(foreign)
  })

  test('gets none of the requests that were made before', async () => {
    const { session, time, fake, swap, told, askers } = await openSwap(logins)
    swap()
    fake.revokeAccess()
    const waiting = [watch(session.fetch(me)), watch(session.accessToken()), watch(session.fetch(me))]
    await time.advance(5_000)
    expect(waiting.map(({ outcome }) => outcome)).toEqual(['session_changed', 'done', 'session_changed'])
    expect(askers()).toEqual(['ada', 'ada'])
    expect(told).toEqual([['loggedIn', 'sibling']])
  })

  test('is not overwritten by a rotation that was under way', async () => {
    const { session, time, fake, swap, area, foreign, askers } = await openSwap(logins)
    fake.intercept(({ path }) => {
      if (path === refreshPath) swap()
      return undefined
    })
    fake.revokeAccess()
    const answer = watch(session.fetch(me))
    await time.advance(5_000)
    expect([answer.outcome, askers()]).toEqual(['session_changed', ['ada']])
    expect(area.getItem(key)).toBe(foreign)
  })
})

test('a record of a login that has ended, written all the same, stands in nobody’s way', async () => {
  const { session, time, fake, page, swap, told, area, refreshes, askers } = await openSwap({ mine: 3, theirs: 1 })
  const { epoch } = JSON.parse(area.getItem(key)!)
  swap()
  page.tell('woke')
  fake.revokeAccess()
  const answer = watch(session.fetch(me))
  await time.advance(5_000)
  expect([answer.outcome, refreshes(), told, askers()]).toEqual([200, 1, [], ['ada', 'ada']])
  expect(JSON.parse(area.getItem(key)!)).toMatchObject({ epoch, generation: 2 })
})

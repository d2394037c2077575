import { describe, expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { overhearRejections } from '../session/rejections'
import { createStorageArea } from '../session/storage-area'
import { ada, createHandLifecycle, createWorld, me, refreshPath, watch } from './world'

type Method = 'getItem' | 'setItem' | 'removeItem'
const methods = ['getItem', 'setItem', 'removeItem'] as const

/** An area whose calls of one method throw from the `from`th on, or the `from`th alone; counts them. */
function failing(method: Method, from: number, times: number) {
  const area = createStorageArea()
  let calls = 0
  const call = (name: Method, ...args: [string, string?]) => {
    if (name === method) {
      calls += 1
      if (calls >= from && calls < from + times) throw new DOMException('full', 'QuotaExceededError')
    }
    return (area[name] as (...args: unknown[]) => unknown)(...args)
  }
  return {
    /** What it has kept, without its failures. */
    sound: area,
    get calls() {
      return calls
    },
    area: {
      getItem: (key: string) => call('getItem', key) as string | null,
      setItem: (key: string, value: string) => void call('setItem', key, value),
      removeItem: (key: string) => void call('removeItem', key),
    },
  }
}

/** A day in the life: a login, requests, renewals that are due and that are forced, a wake-up, a thaw, and a logout. */
async function live(fault: ReturnType<typeof failing>) {
  const { time, fake, open } = createWorld()
  const page = createHandLifecycle()
  const session = open({ storage: webStorage(fault.area), lifecycle: page.lifecycle })
  const statuses = new Set<string>()
  session.subscribe(({ status }) => void statuses.add(status))
  const answers: unknown[] = []
  const get = async () => {
    const answer = watch(session.fetch(me))
    await time.advance(3_000)
    answers.push(answer.outcome)
  }
  const login = watch(session.login(ada))
  await time.advance(1_000)
  statuses.clear()
  await get()
  fake.revokeAccess()
  await get()
  await time.advance(280_000)
  await get()
  page.tell('woke')
  await get()
  await time.advance(280_000)
  page.tell('thawed')
  await get()
  fake.revokeAccess()
  await get()
  const before = { ...session.getSnapshot() }
  const logout = watch(session.logout())
  await time.advance(60_000)
  const after = session.getSnapshot()
  page.tell('woke')
  page.tell('thawed')
  await time.advance(5_000)
  const required = watch(session.accessToken())
  await time.advance(60_000)
  session.dispose()
  const reload = open({ storage: webStorage(fault.sound) })
  const next = watch(reload.start())
  await time.advance(10_000)
  return {
    login: login.outcome,
    answers,
    before: { status: before.status, loggedIn: before.loggedIn, endReason: before.endReason },
    ended: statuses.has('expired') || statuses.has('anonymous'),
    logout: logout.outcome,
    after: [after.status, session.getSnapshot().status, required.outcome],
    next: next.outcome === 'done' && [reload.getSnapshot().status, fake.count(refreshPath)],
  }
}

const good = {
  login: 'done',
  answers: Array(6).fill(200),
  before: { status: 'authenticated', loggedIn: true, endReason: null },
  ended: false,
  logout: 'done',
  after: ['loggedOut', 'loggedOut', 'logged_out'],
  // Three that were due or forced, one at the end of a token's life.
  next: ['anonymous', 4],
}

describe.each(methods)('a storage whose %s fails', (method) => {
  test('at any one moment costs no session, no request and no logout', async () => {
    const unhandled = overhearRejections()
    const sound = failing(method, Number.POSITIVE_INFINITY, 0)
    expect(await live(sound)).toEqual(good)
    expect(sound.calls).toBeGreaterThan(4)
    for (let from = 1; from <= sound.calls; from++)
      expect({ from, ...(await live(failing(method, from, 1))) }).toEqual({ from, ...good })
    expect(await unhandled()).toEqual([])
  })

  test('from any moment on costs no session, no request and no logout', async () => {
    const unhandled = overhearRejections()
    const sound = failing(method, Number.POSITIVE_INFINITY, 0)
    await live(sound)
    for (let from = 1; from <= sound.calls; from++)
      expect({ from, ...(await live(failing(method, from, Number.POSITIVE_INFINITY))) }).toEqual({ from, ...good })
    expect(await unhandled()).toEqual([])
  })
})

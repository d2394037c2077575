import { vi } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
import { createFakeBackend, createSiblings, createSimulatedTime, type Sibling } from 'xstate-auth-session/testing'
import { ada, grace, origin, refreshPath, revocationPath } from '../adversity/world'
import type { Caller } from './facts'
import type { How, Moment } from './happenings'
import type { Sight } from './sight'
import {
  AHEAD,
  BREATH,
  createEvenRandom,
  DEMAND,
  durationTo,
  FOR_GOOD,
  LIFE,
  options,
  REFRESH_LIFE,
  TOLD,
} from './timing'
import { createTokenView, loginPath } from './token-view'

type Tab = Sibling<{ password: PasswordCredentials }>

const users = { ada, grace }

interface Call {
  readonly how: Caller['how']
  readonly path: string
  /** `pending`, what it came to, the code of an error, or the reason of an abort. */
  outcome: string
  readonly abort: () => void
}

/** A page with its server and its siblings. Whatever can happen to a session can be made to happen to it. */
export async function openPage() {
  vi.spyOn(Math, 'random').mockImplementation(createEvenRandom())
  const time = createSimulatedTime()
  const fake = createFakeBackend({
    now: time.now,
    accessLifetime: LIFE / 1_000,
    refreshLifetime: REFRESH_LIFE / 1_000,
  })
  const view = createTokenView(fake)
  const browser = createSiblings({ backend: { backend: fake.backend, fetch: view.fetch }, time, session: options })
  const calls: Call[] = []
  const logouts: { outcome: string }[] = []
  let tab: Tab = browser.open()
  let online = true
  /** `stirring`: awake, and no timer has run yet. */
  let sleep: 'asleep' | 'stirring' | 'awake' = 'awake'
  let end = 0

  const settle = async () => {
    for (let turn = 0; turn < 6; turn++) await time.settle()
  }
  const lengthOf = (to: Moment) => durationTo(to, time.now(), end - LIFE)
  const begin = (how: Caller['how'], path: string, run: (signal: AbortSignal) => Promise<string>) => {
    const aborting = new AbortController()
    const call: Call = { how, path, outcome: 'pending', abort: () => aborting.abort('aborted') }
    calls.push(call)
    follow(call, run(aborting.signal))
  }
  const pending = () => calls.filter(({ outcome }) => outcome === 'pending')

  const meet = async (served: string, act: (sibling: Tab) => Promise<void>) => {
    const sibling = browser.open()
    await view.favour(served, async () => {
      await act(sibling)
      await settle()
    })
    sibling.close()
  }

  const wake = async () => {
    sleep = 'stirring'
    tab.show()
    await settle()
  }

  tab.session.start()
  await settle()

  return {
    logIn: (as: keyof typeof users) =>
      begin('login', '', async () => {
        await tab.session.login(users[as])
        return 'done'
      }),
    logOut() {
      const logout = { outcome: 'pending' }
      logouts.push(logout)
      follow(
        logout,
        tab.session.logout().then(() => 'done'),
      )
    },
    acknowledge: () => tab.session.acknowledge(),
    async reload() {
      tab.close()
      view.cut()
      for (const call of pending()) call.outcome = 'gone'
      tab = browser.open()
      if (!online) tab.goOffline()
      tab.session.start()
      await settle()
      await time.advance(0)
    },
    async send(how: How) {
      const path = `/api/things/${calls.length}/`
      begin(how, path, async (signal) => {
        const init = { signal, hold: how === 'hold', auth: how === 'required' ? how : undefined }
        const response = await tab.session.fetch(origin + path, init)
        return response.ok ? `200 ${(await response.json()).user}` : `${response.status}`
      })
      await settle()
      if (sleep === 'asleep') await wake()
      sleep = 'awake'
      if (calls.at(-1)?.outcome === 'pending' && !view.isKeeping()) await time.advance(DEMAND)
    },
    abortFirst: () => pending()[0]?.abort(),

    pass: (to: Moment) => time.advance(lengthOf(to)),
    async sleep(to: Moment) {
      const isAtRest = tab.session.getSnapshot().status === 'authenticated'
      tab.hide()
      time.sleep(lengthOf(to))
      sleep = 'asleep'
      if (isAtRest) return
      await wake()
      await time.advance(BREATH)
    },
    wake,

    fall: view.fall,
    async recover() {
      view.recover()
      await settle()
      if (online) await time.advance(BREATH)
    },
    revokeAccess: fake.revokeAccess,
    revokeRefresh: fake.revokeRefresh,
    loseNetwork() {
      online = false
      tab.goOffline()
      view.cut()
    },
    async findNetwork() {
      online = true
      tab.goOnline()
      await settle()
      await time.advance(BREATH)
    },

    letSiblingLogIn: (as: keyof typeof users) =>
      meet(loginPath, async ({ session }) => {
        session.login(users[as])
      }),
    letSiblingLogOut: () =>
      meet(revocationPath, async ({ session }) => {
        await Promise.race([session.start(), settle()])
        session.logout()
      }),
    letSiblingRenew: () =>
      meet(refreshPath, async ({ session }) => {
        const before = view.asked()
        session.start()
        await settle()
        await time.advance(0)
        if (view.asked() > before) return
        view.refuseOnce()
        session.fetch(`${origin}/api/sibling/`)
      }),

    /** Everybody has heard of everything. */
    async rest() {
      await settle()
      const isUnaware = sleep === 'stirring' && tab.session.getSnapshot().status === 'authenticated'
      if (sleep === 'stirring') sleep = 'awake'
      if (sleep === 'awake' && !isUnaware) await time.advance(TOLD)
    },

    asked: view.asked,

    look(): Sight {
      const { claims, expiresAt, lastLogin, ...facts } = tab.session.getSnapshot()
      end = expiresAt ?? end
      const left = expiresAt === null ? null : expiresAt - time.now()
      return {
        status: facts.status,
        loggedIn: facts.loggedIn,
        degraded: facts.degraded,
        user: (claims?.['user_id'] as Sight['user']) ?? null,
        age: left === null ? null : left > AHEAD ? 'fresh' : left > 2_000 ? 'due' : 'over',
        endReason: facts.endReason,
        lastLogin: lastLogin?.method ?? null,
        waiting: facts.waiting,
        held: facts.held,
        persistence: facts.persistence,
        revoked: fake.count(revocationPath),
        callers: calls.map(({ how, path, outcome }) => ({
          how,
          outcome,
          carried: fake.requests
            .filter((request) => request.path === path)
            .map(({ bearer }, index, all) =>
              bearer && bearer.id === all[index - 1]?.bearer?.id ? 'the same' : (bearer?.user ?? 'nobody'),
            ),
        })),
      }
    },

    /** What was not settled then, how many timers are left, and how many logins the server still keeps. */
    async close() {
      const unsettled = pending().filter(({ how }) => how !== 'hold')
      tab.session.dispose()
      await time.advance(FOR_GOOD)
      unsettled.push(...pending())
      return {
        unsettled,
        logouts: logouts.filter(({ outcome }) => outcome === 'pending'),
        timers: time.pending,
        logins: await view.spendAll(),
      }
    },
  }
}

function follow(call: { outcome: string }, promise: Promise<string>) {
  promise.then(
    (value) => {
      if (call.outcome === 'pending') call.outcome = value
    },
    (error) => {
      if (call.outcome === 'pending')
        call.outcome =
          error instanceof AuthSessionError ? error.code : error instanceof TypeError ? 'unsent' : String(error)
    },
  )
}

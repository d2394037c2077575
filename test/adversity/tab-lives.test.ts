import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { processChannel, webStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import { ada, createHandLifecycle, createWorld, grace, me, refreshPath, watch } from './world'

const tab = fc.nat({ max: 3 })

/** One thing that happens to tabs which share a store. Times in ms. */
const steps = fc.oneof(
  { weight: 7, arbitrary: fc.record({ does: fc.constant('fetch'), tab }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('all fetch') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('accessToken'), tab, life: fc.constantFrom(0, 40_000) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('refused') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('logout'), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('login'), tab, user: fc.constantFrom(ada, grace) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('failure'), status: fc.constantFrom(0, 503) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('sleep'), ms: fc.integer({ min: 1, max: 4_000_000 }) }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('pass'), ms: fc.integer({ min: 0, max: 500 }) }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('pass'), ms: fc.integer({ min: 0, max: 40_000 }) }) },
)

type Step = { does: string; tab?: number; ms?: number; life?: number; status?: number; user?: typeof ada }

/** A server that takes a second use of a refresh token for theft, and answers renewals late. */
function createStrictWorld(random: () => number) {
  const world = createWorld({ accessLifetime: 60 })
  const { time, fake } = world
  const spent = new Set<string>()
  const facts = { spentTwice: 0, failNext: null as number | null }
  fake.intercept(({ path, body }, answer) => {
    const later = (ms: number) =>
      new Promise<Response>((resolve) => void time.clock.setTimeout(() => resolve(answer()), ms))
    if (path !== refreshPath) return later(random() * 300)
    const status = facts.failNext
    facts.failNext = null
    if (status === 0) return Promise.reject(new TypeError('fetch failed'))
    if (status !== null) return new Response('{}', { status })
    if (spent.has(body)) facts.spentTwice++
    spent.add(body)
    return later(random() < 0.1 ? 12_000 : random() * 2_000)
  })
  return { ...world, facts }
}

let lives = 0

async function live(seed: number, count: number, life: readonly Step[]) {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const spy = vi.spyOn(Math, 'random').mockImplementation(random)
  const { time, fake, open, facts } = createStrictWorld(random)
  const area = createStorageArea()
  const pages = Array.from({ length: count }, createHandLifecycle)
  const key = `life-${++lives}`
  const tabs = pages.map(({ lifecycle }) =>
    open({ key, storage: webStorage(area), channel: processChannel(), lifecycle }),
  )
  const promises: { outcome: unknown }[] = []
  const note = (promise: Promise<unknown>) => void promises.push(watch(promise))
  const deeds: Record<string, (step: Step, session: (typeof tabs)[number]) => unknown> = {
    fetch: (_, session) => note(session.fetch(me)),
    'all fetch': () => tabs.forEach((session) => void note(session.fetch(me))),
    accessToken: ({ life: minValidFor = 0 }, session) => note(session.accessToken({ minValidFor })),
    refused: () => fake.revokeAccess(),
    logout: (_, session) => note(session.logout()),
    login: ({ user = ada }, session) => note(session.login(user)),
    failure: ({ status = 0 }) => {
      facts.failNext = status
    },
    async sleep({ ms = 0 }) {
      await time.settle()
      time.sleep(ms)
      for (const page of pages) page.tell('woke')
      await time.advance(100)
    },
    pass: ({ ms = 0 }) => time.advance(ms),
  }
  note(tabs[0]!.login(ada))
  for (const session of tabs) note(session.start())
  await time.advance(1_000)
  for (const step of life) await deeds[step.does]!(step, tabs[(step.tab ?? 0) % count]!)
  await time.advance(100_000)
  const epochs = tabs.map((session) => session.actor.getSnapshot().context.stamp?.epoch ?? 'nobody')
  const result = {
    pending: promises.filter(({ outcome }) => outcome === 'pending').length,
    spentTwice: facts.spentTwice,
    expired: tabs.map((session) => session.getSnapshot().endReason).filter((reason) => reason !== null),
    logins: new Set(epochs).size,
  }
  for (const session of tabs) session.dispose()
  await time.advance(40_000)
  spy.mockRestore()
  return { ...result, timers: time.pending }
}

test('however tabs over one localStorage live, no refresh token is spent twice, and nobody is thrown out', async () => {
  const world = fc.asyncProperty(
    fc.noShrink(fc.nat()),
    fc.integer({ min: 2, max: 4 }),
    fc.array(steps, { maxLength: 30, size: 'max' }),
    async (seed, count, life) => {
      const sound = { pending: 0, spentTwice: 0, expired: [], logins: 1, timers: 0 }
      expect(await live(seed, count, life as Step[])).toEqual(sound)
    },
  )
  await fc.assert(world, { seed: 2026, numRuns: 200 })
})

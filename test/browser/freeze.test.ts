import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { TokenServerOptions } from '../backends/embedded'
import { lenient, refreshPath, strict } from './backstage'
import type { Facility } from './page/parameters'
import { openScene } from './scene'
import type { Tab } from './tab'

interface Freezing {
  readonly server: TokenServerOptions
  /** Whether the frozen tab's token is spent at the server by then, or only on its way there. */
  readonly hold: 'request' | 'answer'
  readonly without?: readonly Facility[]
  /** ms; a third of how long an answer may take. */
  readonly requestTimeout: number
}

/** Of three tabs one is frozen with its rotation in flight; what is left of it at the server waits for the gate. */
async function freezeInMidRotation({ server, hold, without = [], requestTimeout }: Freezing) {
  const scene = await openScene({ server, tabs: 3, page: { without, renewal: { requestTimeout } } })
  const [frozen, ...others] = scene.tabs as [Tab, Tab, Tab]
  scene.server.revokeAccess()
  const gate = scene.server.faults.next({ path: refreshPath }, { kind: 'gate', hold })
  const late = frozen.ask('/api/late/')
  await gate.arrived
  await frozen.freeze()
  const stamps = async () => Promise.all(scene.tabs.map((tab) => tab.stamp()))
  const ends = async () => Promise.all(scene.tabs.map(async (tab) => (await tab.snapshot()).endReason))
  return { ...scene, gate, late, frozen, others, stamps, ends }
}

/** Longer than anybody waits, so that whoever goes on before doesn't do so because of it. */
const NEVER = 30_000

test.for([
  ['request', 2_000],
  ['answer', 20_000],
] as const)(
  'the others go on while a tab is frozen, and its %s that is late by %d ms and four generations overwrites nothing',
  async ([hold, lateness], { annotate }) => {
    const scene = await freezeInMidRotation({
      server: { ...lenient, accessLifetime: 300 },
      hold,
      requestTimeout: NEVER,
    })
    const { server, gate, frozen, others, late, seen, stamps } = scene
    const answers = [await scene.ask(others)]
    for (let round = 0; round < 3; round++) {
      server.revokeAccess()
      answers.push(await scene.ask(others))
    }
    const before = await others[0]?.stored()
    await setTimeout(lateness)
    gate.release()
    await frozen.thaw()
    expect(await late).toBe(200)
    expect(await scene.ask()).toEqual([200, 200, 200])
    await annotate(`${JSON.stringify(seen())}, the store at generation ${before?.generation} before and after`)
    expect(answers).toEqual(Array(4).fill([200, 200]))
    expect(await frozen.stored()).toEqual(before)
    expect(await stamps()).toEqual(Array(3).fill(before))
    expect(before?.generation).toBe(5)
    expect(seen()).toEqual({ refreshes: 5, reuses: 0, revoked: 0 })
  },
)

test('a server without any grace ends the login where a frozen tab has spent its token, and all tabs say why', async ({
  annotate,
}) => {
  const scene = await freezeInMidRotation({ server: strict, hold: 'answer', requestTimeout: NEVER })
  const { gate, frozen, others, late, seen, ends } = scene
  const answers = await scene.ask(others)
  gate.release()
  await frozen.thaw()
  const last = await late
  await annotate(`${answers}, ${last}; ${JSON.stringify(seen())}; ${await ends()}`)
  expect([...answers, last]).toEqual(Array(3).fill('session_expired'))
  expect(await ends()).toEqual(Array(3).fill('answer_lost'))
  expect(seen()).toEqual({ refreshes: 2, reuses: 1, revoked: 1 })
})

test('a server without any grace ends the login where a frozen tab’s request arrives after that of another', async ({
  annotate,
}) => {
  const scene = await freezeInMidRotation({ server: strict, hold: 'request', requestTimeout: NEVER })
  const { gate, frozen, others, late, seen, ends } = scene
  const answers = await scene.ask(others)
  expect(answers).toEqual([200, 200])
  gate.release()
  await frozen.thaw()
  // Replayed once with what the others have renewed, which is dead by then, or not at all.
  const refused = await late
  expect(await scene.ask()).toEqual(Array(3).fill('session_expired'))
  await annotate(`${answers}, ${refused}; ${JSON.stringify(seen())}; ${await ends()}`)
  expect(await ends()).toEqual(Array(3).fill('rejected'))
  expect(seen()).toMatchObject({ reuses: 1, revoked: 1 })
})

test('without Web Locks the others go on at the deadline that the frozen tab has published', async ({ annotate }) => {
  const scene = await freezeInMidRotation({
    server: lenient,
    hold: 'answer',
    without: ['locks'],
    requestTimeout: 2_000,
  })
  const { gate, frozen, others, late, seen, stamps } = scene
  const answers = await scene.ask(others)
  gate.release()
  await frozen.thaw()
  expect([...answers, await late]).toEqual([200, 200, 200])
  await annotate(JSON.stringify(seen()))
  expect(new Set((await stamps()).map((stamp) => JSON.stringify(stamp))).size).toBe(1)
  expect(seen()).toEqual({ refreshes: 2, reuses: 0, revoked: 0 })
})

test.for([10_000, 2_500])(
  'a rotation that takes 6 s in a live tab is waited for by all, with a time-out of %d ms',
  async (requestTimeout, { annotate }) => {
    const scene = await openScene({ server: strict, tabs: 3, page: { renewal: { requestTimeout } } })
    const { server, tabs, seen } = scene
    server.revokeAccess()
    server.faults.next({ path: refreshPath }, { kind: 'delayAnswer', ms: 6_000 })
    await tabs[0]?.page.bringToFront()
    expect(await scene.ask()).toEqual([200, 200, 200])
    await annotate(JSON.stringify(seen()))
    expect(seen()).toEqual({ refreshes: 1, reuses: 0, revoked: 0 })
  },
)

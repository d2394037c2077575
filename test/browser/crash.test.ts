import { describe, expect, test, vi } from 'vitest'
import type { GateFault } from '../backends/embedded'
import { browsers, lenient, refreshPath, strict } from './backstage'
import { tally } from './outcomes'
import { openScene } from './scene'
import type { Tab } from './tab'

/** Where the server holds the rotation of the tab that crashes. */
const moments = {
  'before the server has handled it': 'request',
  'when the server has handled it': 'answer',
} satisfies Record<string, GateFault['hold']>

describe.for(Object.entries(browsers))('in %s', ([, without]) => {
  /** One of three tabs crashes with its rotation in flight, and the others wait for a token. */
  async function crashInMidRotation(server: typeof strict | typeof lenient, hold: GateFault['hold']) {
    const page = { without, renewal: { requestTimeout: 1_000 } }
    const scene = await openScene({ server, tabs: 3, page })
    const [crashing, ...others] = scene.tabs as [Tab, Tab, Tab]
    scene.server.revokeAccess()
    const gate = scene.server.faults.next({ path: refreshPath }, { kind: 'gate', hold })
    crashing.ask('/api/lost/').catch(() => {})
    await gate.arrived
    const answers = scene.ask(others)
    await crashing.crash()
    const ends = async () => {
      const snapshots = await Promise.all(others.map((tab) => tab.snapshot()))
      return snapshots.map(({ status, endReason }) => [status, endReason])
    }
    const ask = () => scene.ask(others)
    return { ...scene, figures: { answers: tally(await answers), ...scene.seen() }, gate, ask, ends }
  }

  test.for(Object.entries(moments))(
    'a tab that crashes with its rotation in flight, %s, costs the others nothing where reuse is forgiven',
    async ([, hold], { annotate }) => {
      const { figures, ends } = await crashInMidRotation(lenient, hold)
      await annotate(JSON.stringify(figures))
      expect(figures).toEqual({ answers: '2 × 200', refreshes: 2, reuses: 0, revoked: 0 })
      expect(await ends()).toEqual(Array(2).fill(['authenticated', null]))
    },
  )

  test('where a second use ends the login, and nobody has the new token, it ends once, and each tab says why', async ({
    annotate,
  }) => {
    const { figures, ends } = await crashInMidRotation(strict, 'answer')
    await annotate(JSON.stringify(figures))
    expect(figures).toEqual({ answers: '2 × session_expired', refreshes: 2, reuses: 1, revoked: 1 })
    expect(await ends()).toEqual(Array(2).fill(['expired', 'answer_lost']))
  })

  test('where a second use ends the login, a dead tab’s rotation does so too if the server handles it after another’s', async ({
    annotate,
  }) => {
    const { figures, gate, ask, seen, ends } = await crashInMidRotation(strict, 'request')
    gate.release()
    await vi.waitFor(() => expect(seen().revoked).toBe(1), { timeout: 10_000 })
    const after = { answers: tally(await ask()), ...seen() }
    await annotate(JSON.stringify({ before: figures, after }))
    expect(figures).toEqual({ answers: '2 × 200', refreshes: 2, reuses: 0, revoked: 0 })
    expect(after).toEqual({ answers: '2 × session_expired', refreshes: 3, reuses: 1, revoked: 1 })
    expect(await ends()).toEqual(Array(2).fill(['expired', 'rejected']))
  })
})

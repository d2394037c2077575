import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { strict } from './backstage'
import { startChromium } from './chromium'
import { tally } from './outcomes'
import { openScene, type Scene } from './scene'

const MINUTE = 60_000

/** Every tab asks for something twice a second; what they are answered. */
async function useFor(ms: number, { tabs }: Scene) {
  const end = Date.now() + ms
  const asking = tabs.map(async (tab, index) => {
    const outcomes = []
    while (Date.now() < end) {
      outcomes.push(await tab.ask(`/api/tabs/${index}/`))
      await setTimeout(500)
    }
    return outcomes
  })
  return (await Promise.all(asking)).flat()
}

test('five tabs renew tokens of four seconds as often as one, a minute long, and no caller is refused', async ({
  annotate,
}) => {
  const another = await startChromium()
  onTestFinished(() => another.close())
  const server = { ...strict, accessLifetime: 4 }
  const [five, one] = await Promise.all([
    openScene({ server, tabs: 5 }),
    openScene({ server, tabs: 1, browser: another }),
  ])
  const figures = async (scene: Scene) => {
    const before = scene.seen().refreshes
    const answers = tally(await useFor(MINUTE, scene))
    const { refreshes, ...damage } = scene.seen()
    return { answers, refreshes: refreshes - before, ...damage }
  }
  const [ofFive, ofOne] = await Promise.all([figures(five), figures(one)])
  await annotate(JSON.stringify({ five: ofFive, one: ofOne }))
  for (const { answers, reuses, revoked } of [ofFive, ofOne]) {
    expect({ answers, reuses, revoked }).toEqual({
      answers: expect.stringMatching(/^\d+ × 200$/),
      reuses: 0,
      revoked: 0,
    })
  }
  expect(ofFive.refreshes).toBeLessThanOrEqual(1.2 * ofOne.refreshes)
})

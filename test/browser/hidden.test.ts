import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const MINUTE = 60_000

test('a tab that is hidden for a minute, with tokens of 5 s, makes no more renewals than one that is seen', async ({
  annotate,
}) => {
  const brief = { server: { ...strict, accessLifetime: 5 }, tabs: 1 }
  const hidden = await openScene(brief)
  const seen = await openScene(brief)
  const counts = () => [hidden, seen].map((scene) => scene.seen().refreshes)
  const before = counts()
  await setTimeout(MINUTE)
  const [ofHidden = 0, ofSeen = 0] = counts().map((count, index) => count - (before[index] ?? 0))
  const [tab] = hidden.tabs as [Tab]
  expect((await tab.diary()).filter((entry) => entry === 'visible' || entry === 'hidden').at(-1)).toBe('hidden')
  await annotate(`refresh calls in a minute: hidden ${ofHidden}, seen ${ofSeen}`)
  expect(ofHidden).toBeGreaterThan(0)
  expect(ofHidden).toBeLessThanOrEqual(ofSeen * 1.2)
  expect(hidden.server.count({ status: 401 })).toBe(0)
  expect(hidden.seen()).toMatchObject({ reuses: 0, revoked: 0 })
  expect(await tab.ask('/api/me/')).toBe(200)
})

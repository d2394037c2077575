import { expect, test } from 'vitest'
import { strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

const signals = (diary: readonly string[]) => diary.filter((entry) => /hid|vis|freeze|resume|line|page/.test(entry))

test('a tab lives through what a browser’s tabs live through', async () => {
  const { tabs } = await openScene({ server: strict, tabs: 2 })
  const [first, second] = tabs as [Tab, Tab]
  await second.show()
  await first.freeze()
  await first.thaw()
  await first.show()
  await first.goOffline()
  expect(await first.ask('/api/me/')).toBe('TypeError')
  await first.goOnline()
  await first.leave()
  await first.comeBack()
  expect(signals(await first.diary())).toEqual([
    'pageshow',
    'hidden',
    'visible',
    'hidden',
    'freeze',
    'resume',
    'visible',
    'offline',
    'online',
    'pagehide (kept)',
    'hidden',
    'freeze',
    'resume',
    'visible',
    'pageshow (kept)',
  ])
  await second.crash()
  expect(await first.ask('/api/me/')).toBe(200)
})

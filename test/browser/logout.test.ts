import { describe, expect, test } from 'vitest'
import { browsers, strict } from './backstage'
import { openScene } from './scene'
import type { Tab } from './tab'

describe.for(Object.entries(browsers))('in %s', ([, without]) => {
  test('a logout in one tab is a logout in every other, whatever it does, before it sends anything', async ({
    annotate,
  }) => {
    const { server, tabs, seen } = await openScene({ server: strict, tabs: 5, page: { without } })
    const [leaving, hidden, frozen, offline, cached] = tabs as [Tab, Tab, Tab, Tab, Tab]
    await frozen.askOn('resume', '/api/frozen/')
    await offline.askOn('online', '/api/offline/')
    await cached.askOn('pageshow', '/api/cached/')
    await cached.leave()
    await frozen.freeze()
    await offline.goOffline()
    await leaving.show()
    await leaving.logout()

    await Promise.all([hidden.until('loggedOut'), offline.until('loggedOut')])
    await Promise.all([frozen.thaw(), offline.goOnline(), cached.comeBack()])
    await Promise.all([frozen.asked(), offline.asked(), cached.asked()])
    const since = async (tab: Tab, entry: string) => {
      const diary = await tab.diary()
      return diary.slice(diary.lastIndexOf(entry) + 1)
    }
    const requests = [...server.counts].map(([name, count]) => `${count} × ${name}`)
    await annotate(JSON.stringify({ requests, ...seen() }))
    expect(await since(hidden, 'hidden')).toEqual(['loggedOut'])
    expect(await since(frozen, 'resume')).toEqual(['loggedOut', '/api/frozen/ logged_out'])
    expect(await since(offline, 'offline')).toEqual([
      'loggedOut',
      'online',
      'sent GET /api/offline/',
      '/api/offline/ 401',
    ])
    expect(await since(cached, 'pageshow (kept)')).toEqual(['loggedOut', '/api/cached/ logged_out'])
    expect(requests).toEqual([
      '1 × POST /api/token/ 200',
      '1 × POST /api/token/blacklist/ 200',
      '1 × GET /api/offline/ 401',
    ])
  })
})

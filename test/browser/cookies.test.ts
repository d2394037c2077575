import { describe, expect, test } from 'vitest'
import { ada } from './backstage'
import { openCookieScene, type Place, servers } from './cookie-scene'
import type { Tab } from './tab'

const PATIENCE = { timeout: 60_000, interval: 100 }
const places: readonly Place[] = ['the same origin', 'another origin of the same site', 'another site']
const post = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }

describe.each(Object.entries(servers))('%s', (_, server) => {
  describe.each(places)('that is asked from %s', (place) => {
    test.each(['refresh', 'both'] as const)('keeps a session with its cookies: %s', async (cookies) => {
      const scene = await openCookieScene({ server, place, page: { cookies } })
      const tab = await scene.open()
      await tab.until('anonymous')
      expect(scene.requests()).toEqual([])

      await tab.login(ada)
      expect((await tab.snapshot()).user).toMatchObject({ username: 'ada' })
      expect([await tab.ask('/api/notes/'), await tab.ask('/api/notes/', post)]).toEqual([200, 200])
      await scene.server.revokeAccess()
      expect(await tab.ask('/api/notes/', post)).toBe(200)
      expect(scene.counts()).toEqual({ logins: 1, refreshes: 1, logouts: 0 })

      await tab.reload()
      await tab.until('authenticated')
      expect(await tab.ask('/api/notes/', post)).toBe(200)
      expect(scene.counts()).toEqual({ logins: 1, refreshes: 1, logouts: 0 })

      const hidden = (await scene.context.cookies()).filter(({ name }) => ['refresh', 'access'].includes(name))
      expect(hidden.map(({ name, path, httpOnly }) => ({ name, path, httpOnly }))).toEqual(
        cookies === 'both'
          ? [
              { name: 'refresh', path: '/api/cookie-session/', httpOnly: true },
              { name: 'access', path: '/', httpOnly: true },
            ]
          : [{ name: 'refresh', path: '/api/session/', httpOnly: true }],
      )
      const secrets = Object.fromEntries(hidden.map(({ name, value }) => [name, value]))
      expect(await tab.secretsShown(secrets)).toEqual([])
      expect(JSON.stringify(await tab.kept())).not.toContain(secrets['refresh'])

      await tab.logout()
      expect(await scene.server.families()).toMatchObject([{ alive: false }])
      await tab.reload()
      await tab.until('anonymous')
      expect(scene.counts()).toEqual({ logins: 1, refreshes: 1, logouts: 1 })
    })
  })

  test('a reload of an app that keeps nothing is restored by the hint, with one renewal', async () => {
    const scene = await openCookieScene({ server, page: { store: 'memory' } })
    const tab = await scene.open()
    await tab.login(ada)
    await tab.reload()
    await tab.until('authenticated')
    expect((await tab.snapshot()).user).toMatchObject({ username: 'ada' })
    expect(scene.counts()).toEqual({ logins: 1, refreshes: 1, logouts: 0 })
    await tab.logout()
    const before = scene.requests().length
    await tab.reload()
    await tab.until('anonymous')
    expect(scene.requests()).toHaveLength(before)
  })

  test.each([
    ['of another origin of the same site', 'localhost', 'Lax', [403, 403]],
    ['of another site, which comes without cookies', '127.0.0.1', 'Lax', [401, 403]],
    ['of another site, with cookies', '127.0.0.1', 'None', [403, 403]],
  ] as const)(
    'refuses what a page %s posts in the user’s name, and the session lives on',
    async (_, host, sameSite, refusals) => {
      const served = { crossSite: sameSite === 'None' }
      const scene = await openCookieScene({ server, place: 'the same origin', served })
      const tab = await scene.open()
      await tab.login(ada)
      const statuses: number[] = []
      for (const name of ['refresh', 'logout']) {
        const foreign = await scene.context.newPage()
        await foreign.goto(scene.foreign(host))
        const answered = foreign.waitForResponse((response) => response.url().endsWith(`/${name}/`))
        await foreign.evaluate((action) => {
          const form = Object.assign(document.createElement('form'), { method: 'post', action })
          document.body.append(form)
          form.submit()
        }, `${scene.api}${scene.base}${name}/`)
        statuses.push((await answered).status())
        await foreign.waitForURL(`**/${name}/`)
      }
      expect(statuses).toEqual(refusals)
      expect(scene.counts()).toEqual({ logins: 1, refreshes: 1, logouts: 1 })
      expect(await scene.server.families()).toMatchObject([{ alive: true, generations: 1 }])
      await scene.server.revokeAccess()
      expect(await tab.ask('/api/notes/', post)).toBe(200)
    },
  )

  test('two tabs renew once, and a logout in one is a logout in the other', async () => {
    const scene = await openCookieScene({ server })
    const first = await scene.open()
    await first.login(ada)
    const second = await scene.open()
    await second.until('authenticated')
    for (let round = 0; round < 3; round++) {
      await scene.server.revokeAccess()
      const asked = [first, second].map((tab, index) => tab.ask(`/api/tabs/${index}/`, post))
      expect(await Promise.all(asked)).toEqual([200, 200])
    }
    expect(scene.counts()).toEqual({ logins: 1, refreshes: 3, logouts: 0 })
    expect(await scene.server.families()).toMatchObject([{ alive: true, generations: 4, reused: 0 }])
    await second.logout()
    await first.until('loggedOut')
    expect(await scene.server.families()).toMatchObject([{ alive: false }])
  })
})

describe('a tab that freezes in the middle of a renewal', () => {
  async function openFrozen() {
    const scene = await openCookieScene({ served: { rotation: true, reuse: { graceMs: 60_000 } } })
    const frozen = await scene.open()
    await frozen.login(ada)
    const other = await scene.open()
    await other.until('authenticated')
    const show = async (tab: Tab) => {
      await tab.show()
      return tab
    }
    await show(frozen)
    await scene.server.revokeAccess()
    const gate = scene.server.faults.next(
      { path: '/api/session/refresh/', method: 'POST' },
      { kind: 'gate', hold: 'answer' },
    )
    const late = frozen.ask('/api/late/')
    await gate.arrived
    await frozen.freeze()
    return { ...scene, frozen, other, gate, late }
  }

  test('and whose answer comes late undoes nothing that others have renewed since', async () => {
    const { frozen, other, gate, late, server } = await openFrozen()
    expect(await other.ask('/api/other/')).toBe(200)
    const before = await other.stored()
    gate.release()
    await frozen.thaw()
    expect(await late).toBe(200)
    expect(await frozen.stored()).toEqual(before)
    server.revokeAccess()
    expect(await Promise.all([frozen, other].map((tab) => tab.ask('/api/after/')))).toEqual([200, 200])
    expect(server.families()).toMatchObject([{ alive: true, reused: 0 }])
  })

  test('and whose answer comes after a logout elsewhere logs out once more, for it has set its cookie', async () => {
    const { frozen, other, gate, late, server, context, counts } = await openFrozen()
    await other.logout()
    gate.release()
    await frozen.thaw()
    expect(await late).toBe('logged_out')
    await expect.poll(counts, PATIENCE).toEqual({ logins: 1, refreshes: 1, logouts: 2 })
    const left = async () => (await context.cookies()).map(({ name }) => name)
    await expect.poll(left, PATIENCE).toEqual(['csrftoken'])
    expect(server.families()).toMatchObject([{ alive: false }])
  })
})

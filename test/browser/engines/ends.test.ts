import { describe, expect, test } from 'vitest'
import { ada, browsers, lenient, refreshPath, strict } from '../backstage'
import { inEveryEngine } from './engines'
import { openScene } from './scene'

inEveryEngine((openTab) => {
  describe.for(Object.entries(browsers))('as %s', ([, without]) => {
    test('a logout reaches the other tab without a request of its own, and so does the next login', async () => {
      const { server, one, two } = await openScene(openTab, { server: strict, page: { without } })
      await two.hide()
      await one.logout()
      await two.until('loggedOut')
      await one.login(ada)
      await two.until('authenticated')
      expect(await two.ask('/api/me/')).toBe(200)
      expect([...server.counts].map(([request, count]) => `${count} × ${request}`)).toEqual([
        '2 × POST /api/token/ 200',
        '1 × POST /api/token/blacklist/ 200',
        '1 × GET /api/me/ 200',
      ])
    })
  })

  test.for(['indexedDb', 'sealed indexedDb', 'localStorage'] as const)(
    'a session in %s survives a reload, without a request',
    async (store) => {
      const { server, one } = await openScene(openTab, { server: strict, page: { store } })
      await one.reload()
      await one.until('authenticated')
      expect(await one.ask('/api/me/')).toBe(200)
      expect(server.requests.map(({ path }) => path)).toEqual(['/api/token/', '/api/me/'])
    },
  )

  test.for([
    { reuse: 'a lenient server', options: lenient, answer: 200, status: 'authenticated' },
    { reuse: 'a strict server', options: strict, answer: 'session_expired', status: 'expired' },
  ] as const)(
    'a tab that is closed in mid-rotation gives its turn to the other, with $reuse',
    async ({ options, answer, status }, { annotate }) => {
      const { server, one, two, seen } = await openScene(openTab, { server: options })
      const gate = server.faults.next({ path: refreshPath }, { kind: 'gate', hold: 'answer' })
      server.revokeAccess()
      const lost = one.ask('/api/one/').catch(() => 'lost')
      await gate.arrived
      const asked = two.ask('/api/two/')
      await one.close()
      expect(await lost).toBe('lost')
      expect(await asked).toBe(answer)
      gate.release()
      await annotate(JSON.stringify(seen()))
      expect((await two.snapshot()).status).toBe(status)
    },
  )
})

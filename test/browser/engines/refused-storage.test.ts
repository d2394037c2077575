import { expect, test } from 'vitest'
import { ada, openBackstage, strict } from '../backstage'
import { inEveryEngine } from './engines'
import { openApp } from './scene'

inEveryEngine((openTab) => {
  test.for(['indexedDb', 'sealed indexedDb', 'localStorage'] as const)(
    'where the browser refuses %s, the session lives in memory and says so',
    async (store) => {
      const { server, address, site } = await openBackstage({ server: strict, page: { store } })
      const tab = await openApp(openTab, site.sandboxed(address()), site.elsewhere)
      await tab.login(ada)
      server.revokeAccess()
      expect(await tab.ask('/api/me/')).toBe(200)
      const { status, persistence } = await tab.snapshot()
      expect({ status, persistence }).toEqual({ status: 'authenticated', persistence: 'volatile' })
      await tab.reload()
      await tab.until('anonymous')
    },
  )
})

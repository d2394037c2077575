import { describe, expect, test } from 'vitest'
import { browsers, strict } from '../backstage'
import { inEveryEngine } from './engines'
import { openScene } from './scene'

const ROUNDS = 3

inEveryEngine((openTab) => {
  describe.for(Object.entries(browsers))('as %s', ([, without]) => {
    test.for(['indexedDb', 'sealed indexedDb', 'localStorage'] as const)(
      'two tabs that are refused in the same moment make one renewal, over %s',
      async (store, { annotate }) => {
        const { server, one, two, seen } = await openScene(openTab, { server: strict, page: { store, without } })
        const answers: unknown[] = []
        for (let round = 0; round < ROUNDS; round += 1) {
          server.revokeAccess()
          answers.push(...(await Promise.all([one.ask('/api/one/'), two.ask('/api/two/')])))
        }
        const figures = { answers: answers.join(' '), ...seen() }
        await annotate(JSON.stringify(figures))
        expect(figures).toEqual({ answers: '200 200 200 200 200 200', refreshes: ROUNDS, reuses: 0, revoked: 0 })
      },
    )
  })
})

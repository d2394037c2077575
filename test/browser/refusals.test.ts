import { describe, expect, test } from 'vitest'
import { browsers, strict } from './backstage'
import { tally } from './outcomes'
import { openScene } from './scene'

const ROUNDS = 5

const stores = [
  { store: 'indexedDb', counts: [2, 10] },
  { store: 'sealed indexedDb', counts: [10] },
  { store: 'localStorage', counts: [10] },
] as const

describe.for(stores)('over $store', ({ store, counts }) => {
  describe.for(Object.entries(browsers))('in %s', ([, without]) => {
    test.for([...counts])(
      '%d tabs that are refused in the same moment make one renewal, and all are answered, each time',
      async (count, { annotate }) => {
        const { server, ask, seen } = await openScene({ server: strict, tabs: count, page: { store, without } })
        const outcomes = []
        for (let round = 0; round < ROUNDS; round++) {
          server.revokeAccess()
          outcomes.push(...(await ask()))
        }
        const figures = { answers: tally(outcomes), ...seen() }
        await annotate(JSON.stringify(figures))
        expect(figures).toEqual({ answers: `${count * ROUNDS} × 200`, refreshes: ROUNDS, reuses: 0, revoked: 0 })
      },
    )
  })
})

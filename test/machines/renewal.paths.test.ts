import { beforeAll, describe, expect, test } from 'vitest'
import { renewalGround } from './renewal.cases'
import { renewalSentences } from './renewal.sentences'
import { walk } from './walk'

describe('every path through a renewal', () => {
  let renewal: Awaited<ReturnType<typeof walk>>

  beforeAll(async () => {
    renewal = await walk(renewalGround)
  })

  test('540 paths lead over 38 edges', () => {
    expect({ paths: renewal.paths.length, edges: renewal.edges.length }).toEqual({ paths: 540, edges: 38 })
  })

  test('no edge is left out', () => {
    expect(renewal.notTaken).toEqual([])
  })

  test('a real actor takes the same edges to the same states and facts as the chart', () => {
    expect(renewal.strayed.slice(0, 5)).toEqual([])
  })

  test.each(Object.keys(renewalSentences))('after every step, %s', (sentence) => {
    expect(renewal.broken(renewalSentences[sentence]!).slice(0, 5)).toEqual([])
  })
})

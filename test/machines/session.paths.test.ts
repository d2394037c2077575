import { beforeAll, describe, expect, test } from 'vitest'
import { edgeTaken } from './edges'
import { sessionGround, supersededFacts } from './session.cases'
import { sessionSentences } from './session.sentences'
import { walk } from './walk'

describe('every path through the session', () => {
  let session: Awaited<ReturnType<typeof walk>>

  beforeAll(async () => {
    session = await walk(sessionGround)
  })

  test('1053 paths lead over 60 edges', () => {
    expect({ paths: session.paths.length, edges: session.edges.length }).toEqual({ paths: 1053, edges: 60 })
  })

  test('no edge is left out', () => {
    expect(session.notTaken).toEqual([])
  })

  test('a real actor takes the same edges to the same states, tags and facts as the chart', () => {
    expect(session.strayed.slice(0, 5)).toEqual([])
  })

  test.each(Object.keys(sessionSentences))('after every step, %s', (sentence) => {
    expect(session.broken(sessionSentences[sentence]!).slice(0, 5)).toEqual([])
  })

  test('in every state, facts about an older token or another login take no edge', () => {
    const taken = session.steps.flatMap(({ after }) =>
      supersededFacts(after.context).flatMap((fact) => edgeTaken(after, fact) ?? []),
    )
    expect([...new Set(taken)]).toEqual([])
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { breed } from './breed'
import type { Ground } from './ground'
import { createJudge, type Verdict } from './judge'

interface Suite {
  readonly ground: Ground
  /** How many steps the chart can make on it. */
  readonly steps: number
  readonly mutants: number
  /** The names of those that nobody can tell from the chart, and why. */
  readonly equivalents: Readonly<Record<string, string>>
}

/** Tests that the sentences about a chart are enough: a change that breaks none of them changes nothing. */
export function testMutants({ ground, steps, mutants: count, equivalents }: Suite): void {
  const names = Object.keys(equivalents).sort()

  describe(`the ${ground.machine.id} chart`, () => {
    let judge: ReturnType<typeof createJudge>
    let verdicts: readonly (Verdict & { readonly name: string })[]
    const thatEnd = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome)

    beforeAll(() => {
      judge = createJudge(ground)
      verdicts = breed(ground.machine).map((mutant) => ({ name: mutant.name, ...judge.judge(mutant) }))
    }, 300_000)

    test(`keeps every sentence in each of its ${steps} steps`, () => {
      expect({ broken: judge.chartBreaks, steps: judge.steps }).toEqual({ broken: null, steps })
    })

    test(`has ${count} mutants, and each that does anything else breaks a sentence`, () => {
      expect(thatEnd('lives')).toEqual([])
      expect(new Set(verdicts.map(({ name }) => name)).size).toBe(count)
      expect(thatEnd('dies').length).toBe(count - names.length)
    })

    test(`has ${names.length} mutants that do what it does, for a reason`, () => {
      expect(
        thatEnd('is the chart')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names)
    })
  })
}

import type { Recording } from '../timeline'
import { drawnBy } from './drawn-step'
import { type LifeStep, livesOf } from './life'
import { createPen, participant } from './pen'
import { exchangeOf, madeBy, sequenceOf } from './sequence'

/**
 * What one tab or several have recorded, merged into one drawing: a Mermaid `sequenceDiagram`, with times in UTC.
 *
 * @throws RecordingError for a recording that can't be replayed.
 */
export function draw(recordings: Recording | readonly Recording[]): string {
  const lives = livesOf([recordings].flat())
  const makers = new Map<string, string>()
  const giverOf = (step: LifeStep): string | null => {
    const { fact, isTaken } = exchangeOf(step) ?? {}
    const maker = isTaken ? makers.get(fact as string) : undefined
    return maker === undefined || maker === step.tab ? null : maker
  }
  const lines = sequenceOf(lives).flatMap((step) => {
    const fact = madeBy(step)
    if (fact !== null && !makers.has(fact)) makers.set(fact, step.tab)
    return drawnBy(step, createPen(step, giverOf(step)))
  })
  const tabs = lives.map(({ tab }) => `participant ${participant(tab)} as ${tab}`)
  return [
    'sequenceDiagram',
    '  actor User',
    ...[...tabs, 'participant Server', ...lines].map((line) => `  ${line}`),
  ].join('\n')
}

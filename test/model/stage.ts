import { begin } from './renewal-steps'
import type { Stage } from './world'

/** A stage on which the renewal machine's actors do what they do in a tab. */
export function createStage(parts: Omit<Stage, 'begin'>): Stage {
  const stage: Stage = { ...parts, begin: (tab, actor, input) => begin(stage, tab, actor, input) }
  return stage
}

import type { ConformanceTraits } from './bench'
import type { Stage } from './stage'

/** What a backend has to bear, in words that name neither it nor its server. */
export interface Scenario {
  readonly name: string
  /** Whether a server with those traits can be asked. By default each can. */
  readonly fits?: (traits: ConformanceTraits) => boolean
  /** s; by default 20. */
  readonly accessLifetime?: number
  /** @throws ConformanceError */
  readonly run: (stage: Stage) => Promise<void>
}

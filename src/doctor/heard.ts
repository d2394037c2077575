import type { Answered } from './caller'

/** An answer, and what it was an answer to: `a login`. */
export interface Heard {
  readonly what: string
  readonly answer: Answered
}

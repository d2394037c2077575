import type { Recording } from '../timeline'
import { explain } from './explain'
import { printTest } from './printed-test'
import { type ReproducedStep, stepsOf } from './steps'

/** A recording that was led through the machines once more. */
export interface Reproduction {
  readonly steps: readonly ReproducedStep[]
  /** A file for vitest that does it again, named after what {@link explain} says. */
  test(): string
}

/**
 * Re-runs the session and the renewal machine, as they are shipped, on simulated time, with the recorded events.
 *
 * @throws RecordingError that names the first step that differs from what was recorded.
 */
export function reproduce(recording: Recording): Reproduction {
  const steps = stepsOf(recording)
  return { steps, test: () => printTest(recording, explain(recording)) }
}

import { explainLives } from '../../recordings/explain'
import { RecordingError } from '../../recordings/recording-error'
import { type ReproducedStep, walk } from '../../recordings/steps'
import type { RecordedState, RecordedStates, Recording } from '../../timeline'

/** A walk yields to the page after so much work; ms. */
const SLICE = 8

interface WalkPorts {
  readonly monotonic: () => number
  /** Calls back in a task of its own; what it returns cancels it. */
  readonly later: (run: () => void) => () => void
  /** It has got further, or to its end. */
  readonly onProgress: () => void
}

/** A replay of a recording, bit by bit. */
export type Walk = ReturnType<typeof startWalk>

export function startWalk(recording: Recording, { monotonic, later, onProgress }: WalkPorts) {
  const steps: ReproducedStep[] = []
  const states: RecordedStates[] = []
  const iterator = walk(recording)
  let latest: RecordedStates = recording.start
  let sentence: string | null = null
  let problem: string | null = null
  let cancel = () => {}

  const take = (step: ReproducedStep) => {
    const after: RecordedState | null = step.after
    latest = { ...latest, [step.machine]: after }
    steps.push(step)
    states.push(latest)
  }
  const finish = () => {
    sentence = explainLives([{ tab: 'tab 1', recording, steps: steps.map((step) => ({ ...step, tab: 'tab 1' })) }])
    onProgress()
  }
  const attempt = (run: () => void) => {
    try {
      run()
    } catch (error) {
      problem = error instanceof RecordingError ? error.message : 'it can’t be replayed'
      sentence = `This recording can’t be replayed: ${problem}.`
      onProgress()
    }
  }
  const slice = () => {
    const until = monotonic() + SLICE
    while (monotonic() < until) {
      const { done, value } = iterator.next()
      if (done || !value) {
        cancel = later(() => attempt(finish))
        return
      }
      take(value)
    }
    cancel = later(() => attempt(slice))
    onProgress()
  }
  cancel = later(() => attempt(slice))

  return {
    /** The machines after that event; `null` where the walk has not come so far, or can't. */
    statesAt: (position: number): RecordedStates | null => states[position] ?? null,
    sentence: () => sentence,
    stop: () => cancel(),
  }
}

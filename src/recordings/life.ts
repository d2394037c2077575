import type { SessionContext } from '../../machines'
import { epochCount, type Stamp } from '../../machines'
import type { RecordedState, Recording } from '../timeline'
import { isObject } from './same-facts'
import { type ReproducedStep, stepsOf } from './steps'
import { originOf } from './xstate-events'

/** One step of one tab's life. */
export interface LifeStep extends ReproducedStep {
  readonly tab: string
}

/** What one recording tells, step by step. */
export interface Life {
  /** What its tab is called: `tab 1`. */
  readonly tab: string
  readonly recording: Recording
  readonly steps: readonly LifeStep[]
}

/** @throws RecordingError that says which of them it is, where there are several. */
export function livesOf(recordings: readonly Recording[]): readonly Life[] {
  return recordings.map((recording, index) => {
    const tab = `tab ${index + 1}`
    return { tab, recording, steps: stepsOf(recording).map((step) => ({ ...step, tab })) }
  })
}

/** A session's context in a recorded state, or a renewal's as far as they are alike. */
export function contextOf(state: RecordedState | null): SessionContext | null {
  return state && (state.context as SessionContext)
}

/** What an event's actor has ended with, as far as it is facts. */
export function outputOf({ event }: ReproducedStep): Record<string, unknown> {
  return isObject(event['output']) ? event['output'] : {}
}

/** What a session's step is about: the actor that has ended, or the event. */
export function subjectOf({ event: { type } }: ReproducedStep): string {
  const origin = originOf(type)
  return 'actor' in origin ? `${origin.actor} ${origin.kind}` : type
}

export const tokenName = ({ epoch, generation }: Stamp): string => `token ${generation} of login ${epochCount(epoch)}`

/** The innermost state's name; `''` where the machine was not running. */
export function leafOf(state: RecordedState | null): string {
  let value: unknown = state?.value ?? ''
  while (isObject(value)) value = Object.values(value)[0]
  return String(value)
}

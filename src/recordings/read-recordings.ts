import type { RecordedEvent, RecordedState, Recording } from '../timeline'
import { RecordingError } from './recording-error'
import { isObject } from './same-facts'

const HOW = 'save the whole of it by JSON.stringify(session.timeline())'

/** The recordings in a text: one, or a list of them. @throws RecordingError */
export function readRecordings(text: string): readonly Recording[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const begins = /^\s*[[{]/.test(text)
    throw new RecordingError(
      begins ? `it is cut off, or no JSON: ${HOW}` : `it is no recording, but some other text: ${HOW}`,
    )
  }
  const recordings = Array.isArray(value) ? value : [value]
  if (recordings.length === 0) throw new RecordingError(`it holds no recording: ${HOW}`)
  return recordings.map(checkRecording)
}

/** The same value, if it is a recording of a format that is known here. @throws RecordingError */
export function checkRecording(value: unknown): Recording {
  if (!isObject(value) || !('format' in value) || !('events' in value))
    throw new RecordingError(`it is no recording: ${HOW}`)
  const { format, version, options, startedAt, start, end, events } = value
  if (format !== 1)
    throw new RecordingError(
      `its format is ${JSON.stringify(format)}, and here only 1 is known: ${withItsVersion(version)}`,
    )
  const broken = (what: string) => new RecordingError(`${what}; was it changed by hand? If not: ${HOW}`)
  if (typeof version !== 'string' || typeof options !== 'string') throw broken('`version` or `options` is no text')
  if (!isMoment(startedAt)) throw broken('`startedAt` is no moment')
  for (const [name, states] of [['start', start] as const, ['end', end] as const])
    if (!isObject(states) || ![states['session'], states['renewal']].every(isState))
      throw broken(`\`${name}\` does not tell the state of both machines`)
  if (!Array.isArray(events)) throw broken('`events` is no list')
  const strange = events.findIndex((event) => !isEvent(event))
  if (strange >= 0) throw broken(`event ${strange + 1} of ${events.length} is none`)
  return value as unknown as Recording
}

/** What to do with a recording that another version has made. */
export function withItsVersion(version: unknown): string {
  const known = typeof version === 'string' && /^\d+\.\d+\.\d+[\w.-]*$/.test(version)
  return known ? `use the version that made it, xstate-auth-session@${version}` : 'use the version that made it'
}

const isMoment = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const isValue = (value: unknown): boolean => typeof value === 'string' || isObject(value)

const isState = (state: unknown): state is RecordedState | null =>
  state === null || (isObject(state) && isValue(state['value']) && isObject(state['context']))

const isEvent = (entry: unknown): entry is RecordedEvent =>
  isObject(entry) &&
  isMoment(entry['at']) &&
  (entry['machine'] === 'session' || entry['machine'] === 'renewal') &&
  isObject(entry['event']) &&
  typeof entry['event']['type'] === 'string' &&
  isValue(entry['value'])

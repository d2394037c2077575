import { expect, test } from 'vitest'
import type { Recording } from 'xstate-auth-session'
import { draw, explain, RecordingError, reproduce } from 'xstate-auth-session/testing'
import { readRecordings } from '../../src/recordings/read-recordings'
import { ada, setStage } from './stage'

/** A session that has been renewed once. */
async function record(): Promise<Recording> {
  const stage = setStage()
  await stage.open().login(ada)
  await stage.time.advance(241_000)
  return stage.recordings()[0]!
}

/** What is said of a recording that something has happened to. */
async function saidOf(change: (recording: Recording) => unknown): Promise<string> {
  const changed = change(await record())
  const said = [reproduce, explain, draw].map((read) => {
    try {
      read(changed as Recording)
    } catch (error) {
      expect(error).toBeInstanceOf(RecordingError)
      return (error as Error).message
    }
    throw new Error('it was taken')
  })
  expect(new Set(said).size).toBe(1)
  return said[0]!
}

/** The recording with another event in the place of one. */
const withEvent = (at: number, change: object) => (recording: Recording) => ({
  ...recording,
  events: recording.events.map((event, index) => (index === at ? { ...event, ...change } : event)),
})

const HOW = 'save the whole of it by JSON.stringify(session.timeline())'
const BY_HAND = `was it changed by hand? If not: ${HOW}`
const CHANGED = 'replay it unchanged, and with the build of 0.1.0 that made it'

test.each([
  ['', `it is no recording, but some other text: ${HOW}`],
  ['<!doctype html>', `it is no recording, but some other text: ${HOW}`],
  ['{"format":1,"version":"0.1.0","events":[{"at":0,"mach', `it is cut off, or no JSON: ${HOW}`],
  ['[]', `it holds no recording: ${HOW}`],
  ['[1]', `it is no recording: ${HOW}`],
  ['null', `it is no recording: ${HOW}`],
  ['{"events":[]}', `it is no recording: ${HOW}`],
])('of the text %s it is said what it is, and what to do', (text, said) => {
  expect(() => readRecordings(text)).toThrow(new RecordingError(said))
})

test.each<[string, (recording: Recording) => unknown, string]>([
  ['nothing', () => undefined, `it is no recording: ${HOW}`],
  [
    'a later format',
    (recording) => ({ ...recording, format: 2, version: '3.1.4' }),
    'its format is 2, and here only 1 is known: use the version that made it, xstate-auth-session@3.1.4',
  ],
  [
    'a later format of a version that is none',
    (recording) => ({ ...recording, format: 2, version: '; rm -rf /' }),
    'its format is 2, and here only 1 is known: use the version that made it',
  ],
  ['no version', (recording) => ({ ...recording, version: 1 }), `\`version\` or \`options\` is no text; ${BY_HAND}`],
  ['no beginning', (recording) => ({ ...recording, startedAt: null }), `\`startedAt\` is no moment; ${BY_HAND}`],
  ['no end', ({ end: _, ...recording }) => recording, `\`end\` does not tell the state of both machines; ${BY_HAND}`],
  ['no list of events', (recording) => ({ ...recording, events: {} }), `\`events\` is no list; ${BY_HAND}`],
  ['an event that is none', withEvent(2, { machine: 'toaster' }), `event 3 of 11 is none; ${BY_HAND}`],
  [
    'a start that no machine knows',
    (recording) => ({ ...recording, start: { session: { value: 'asleep', context: {} }, renewal: null } }),
    `the machines can't start as they were recorded (State 'asleep' does not exist on 'session'): ${CHANGED}`,
  ],
  [
    'another outcome',
    withEvent(2, { value: 'expired' }),
    `step 3 of 11, session.loggedIn of session at 14:00:00, led to "expired" and leads to "authenticated": ${CHANGED}`,
  ],
  [
    'another outcome, of another version',
    (recording) => ({ ...withEvent(2, { value: 'expired' })(recording), version: '0.0.9' }),
    'step 3 of 11, session.loggedIn of session at 14:00:00, led to "expired" and leads to "authenticated": use the version that made it, xstate-auth-session@0.0.9',
  ],
  [
    'a timer that rings early',
    withEvent(5, { at: 1_000 }),
    `step 6 of 11, after(renewalDue) of session at 14:00:01, can't be: its timer rings 239000 ms later: ${CHANGED}`,
  ],
  [
    'a timer that was not set',
    withEvent(5, { event: { type: 'xstate.after.tokenLapse.session.renewing.refreshing' } }),
    `step 6 of 11, after(tokenLapse) of session at 14:04:00, can't be: no timer was ever set for it: ${CHANGED}`,
  ],
  [
    'a timer that was set no more',
    withEvent(6, { machine: 'session', event: { type: 'xstate.after.restoreTimeout.session.restoring' } }),
    `step 7 of 11, after(restoreTimeout) of session at 14:04:00, can't be: no timer is set for it: ${CHANGED}`,
  ],
  [
    'an event before the beginning',
    (recording) => ({ ...recording, events: recording.events.slice(1) }),
    `step 1 of 10, done(restore) of session at 14:00:00, can't be: no session is running: ${CHANGED}`,
  ],
  [
    'events cut off',
    (recording) => ({ ...recording, events: recording.events.slice(0, 3) }),
    `the session does not end as it was recorded: ${CHANGED}`,
  ],
  [
    'an event that is none of its own',
    withEvent(2, { event: { type: '*' } }),
    `step 3 of 11, * of session at 14:00:00, can't be: An event cannot have the wildcard type ('*'): ${CHANGED}`,
  ],
])('of a recording with %s it is said what is wrong, and what to do', async (_, change, said) => {
  expect(await saidOf(change)).toBe(said)
})

test('an output that is missing ends in the same error, not in another', async () => {
  const change = withEvent(1, { event: { type: 'xstate.done.actor.restore' } })
  expect(await saidOf(change)).toMatch(/^step 2 of 11, done\(restore\) of session at 14:00:00, can't be: .+: replay it/)
})

test('another version’s recording is replayed where nothing differs', async () => {
  const recording = await record()
  expect(reproduce({ ...recording, version: '0.0.9' }).steps).toEqual(reproduce(recording).steps)
})

test('a recording whose fields were put in another order is the same', async () => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value) || typeof value !== 'object' || value === null) {
      return Array.isArray(value) ? value.map(sorted) : value
    }
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1))
    return Object.fromEntries(fields.map(([key, field]) => [key, sorted(field)]))
  }
  const recording = await record()
  expect(reproduce(sorted(recording) as Recording).steps).toEqual(reproduce(recording).steps)
})

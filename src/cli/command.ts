import { readFileSync } from 'node:fs'
import { draw } from '../recordings/draw'
import { explain } from '../recordings/explain'
import { readRecordings } from '../recordings/read-recordings'
import { RecordingError } from '../recordings/recording-error'
import { reproduce } from '../recordings/reproduce'
import type { Recording } from '../timeline'
import { printable } from './printable'

/** What a command leaves behind. */
export interface Outcome {
  readonly exitCode: 0 | 1
  readonly output: string
  /** By default the one that fits the exit code. */
  readonly stream?: 'stdout' | 'stderr'
}

const USAGE = `xstate-auth-session explain recording.json …   who ended the session, why, and what to change; with a drawing
xstate-auth-session test recording.json        a file for vitest that replays the recording
xstate-auth-session doctor https://api.example.com   measures a token server, and writes the session for it: see doctor --help

A recording is the text of JSON.stringify(session.timeline()). Give one for each tab; times are in UTC.`

const commands: Readonly<Record<string, (recordings: readonly Recording[]) => string>> = {
  explain: (recordings) => `${explain(recordings)}\n\n${draw(recordings)}`,
  test: ([recording, other]) => {
    if (other) throw new RecordingError('a test replays one recording: give one')
    return reproduce(recording as Recording).test()
  },
}

/** Runs what the words after the program's name say. */
export function runCommand([name = '', ...files]: readonly string[]): Outcome {
  if (name === 'help' || [name, ...files].includes('--help')) return { exitCode: 0, output: USAGE }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || files.length === 0) return { exitCode: 1, output: USAGE }
  try {
    return { exitCode: 0, output: printable(command(files.flatMap(recordingsIn))) }
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    return { exitCode: 1, output: printable(error.message) }
  }
}

function recordingsIn(file: string): readonly Recording[] {
  try {
    return readRecordings(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof RecordingError) throw new RecordingError(`${file}: ${error.message}`)
    throw new RecordingError(
      `${file} can't be read (${(error as NodeJS.ErrnoException).code}): give the path of a recording`,
    )
  }
}

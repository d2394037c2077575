import { readFileSync } from 'node:fs'
import { draw } from '../recordings/draw'
import { explain } from '../recordings/explain'
import { readRecordings } from '../recordings/read-recordings'
import { RecordingError } from '../recordings/recording-error'
import { reproduce } from '../recordings/reproduce'
import type { Recording } from '../timeline'
import { VERSION } from '../version'
import { printable } from './printable'

/** What a command leaves behind. */
export interface Outcome {
  /** 1: something is wrong with what was looked at; 2: with what was asked. */
  readonly exitCode: 0 | 1 | 2
  readonly output: string
  /** By default the one that fits the exit code. */
  readonly stream?: 'stdout' | 'stderr'
}

const RECORDING =
  'A recording is the text of JSON.stringify(session.timeline()). Give one for each tab; times are in UTC.'

interface Command {
  /** How it is called, and what it does. */
  readonly usage: string
  run(recordings: readonly Recording[]): string
}

const commands: Readonly<Record<string, Command>> = {
  explain: {
    usage:
      'xstate-auth-session explain recording.json …   who ended the session, why, and what to change; with a drawing',
    run: (recordings) => `${explain(recordings)}\n\n${draw(recordings)}`,
  },
  test: {
    usage: 'xstate-auth-session test recording.json        a file for vitest that replays the recording',
    run([recording, other]) {
      if (other) throw new RecordingError('a test replays one recording: give one')
      return reproduce(recording as Recording).test()
    },
  },
}

const USAGE = `${Object.values(commands)
  .map(({ usage }) => usage)
  .join('\n')}
xstate-auth-session doctor https://api.example.com   measures a token server, and writes the session for it

--help after a command says more of it, --version which version this is. ${RECORDING}`

/** Runs what the words after the program's name say. */
export function runCommand([name = '', ...files]: readonly string[]): Outcome {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (name === '--version') return { exitCode: 0, output: VERSION }
  if (command && files.includes('--help')) return { exitCode: 0, output: `${command.usage}\n\n${RECORDING}` }
  if (['help', '--help'].includes(name)) return { exitCode: 0, output: USAGE }
  if (name === '') return { exitCode: 2, output: USAGE }
  if (!command) return { exitCode: 2, output: printable(`${name} is no command; these are\n\n${USAGE}`) }
  if (files.length === 0)
    return { exitCode: 2, output: `${name} wants a recording\n\n${command.usage}\n\n${RECORDING}` }
  try {
    return { exitCode: 0, output: printable(command.run(files.flatMap(recordingsIn))) }
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

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draw, explain, reproduce } from 'xstate-auth-session/testing'
import { runCommand } from '../../src/cli/command'
import { VERSION } from '../../src/version'
import { ada, setStage } from '../recordings/stage'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const run = promisify(execFile)

let folder: string
const fileWith = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recordings-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Two tabs, in the first of which the user logs out. */
async function record() {
  const { browse, recordings, time } = setStage()
  const browser = browse()
  const [first, second] = [browser.open(), browser.open()]
  await first.session.login(ada)
  await second.session.start()
  await first.session.logout()
  await time.advance(1_000)
  return recordings()
}

test('it explains and draws the recordings of several tabs, from a file each or from one', async () => {
  const recordings = await record()
  const files = recordings.map((recording, index) => fileWith(`${index}.json`, JSON.stringify(recording)))
  const all = fileWith('all.json', JSON.stringify(recordings, null, 2))
  const output = `${explain(recordings)}\n\n${draw(recordings)}`
  expect(output).toMatch(/^The user logged out at 14:00:00 in tab 1: there is nothing to change\.\n\nsequenceDiagram\n/)
  expect(runCommand(['explain', ...files])).toEqual({ exitCode: 0, output })
  expect(runCommand(['explain', all])).toEqual({ exitCode: 0, output })
})

test('it prints a test', async () => {
  const [recording] = await record()
  const file = fileWith('one.json', JSON.stringify(recording))
  expect(runCommand(['test', file])).toEqual({ exitCode: 0, output: reproduce(recording!).test() })
  expect(runCommand(['test', file, file])).toEqual({
    exitCode: 1,
    output: 'a test replays one recording: give one',
  })
})

test('it says how it is used', () => {
  const { output } = runCommand(['--help'])
  for (const command of ['explain', 'test', 'doctor']) expect(output).toContain(`xstate-auth-session ${command} `)
  expect(runCommand(['help'])).toEqual({ exitCode: 0, output })
  expect(runCommand([])).toEqual({ exitCode: 2, output })
  expect(runCommand(['--version'])).toEqual({ exitCode: 0, output: VERSION })
})

test.each(['explain', 'test'])('%s says how it is used, and what it wants', (command) => {
  const { output, exitCode } = runCommand([command, '--help'])
  expect([exitCode, output.startsWith(`xstate-auth-session ${command} recording.json `)]).toEqual([0, true])
  expect(runCommand([command])).toEqual({ exitCode: 2, output: `${command} wants a recording\n\n${output}` })
})

test.each([['exlpain', 'x'], ['constructor', 'x'], ['--explain'], ['\u001b[2J']])(
  'what is no command is told by its name: %s',
  (...words) => {
    const usage = runCommand(['--help']).output
    const name = words[0]!.replace('\u001b', ' ')
    expect(runCommand(words)).toEqual({ exitCode: 2, output: `${name} is no command; these are\n\n${usage}` })
  },
)

test('of a file that is none, or no recording, it says what to do, and fails', () => {
  const missing = join(folder, 'missing.json')
  expect(runCommand(['explain', missing])).toEqual({
    exitCode: 1,
    output: `${missing} can't be read (ENOENT): give the path of a recording`,
  })
  const cut = fileWith('cut.json', '{"format":1,')
  expect(runCommand(['explain', cut])).toEqual({
    exitCode: 1,
    output: `${cut}: it is cut off, or no JSON: save the whole of it by JSON.stringify(session.timeline())`,
  })
})

test('a recording tells the terminal nothing', async () => {
  const [recording] = await record()
  const events = recording!.events.map((event) => ({ ...event, event: { ...event.event, type: '\u001b[2J\u202e' } }))
  const { exitCode, output } = runCommand(['explain', fileWith('evil.json', JSON.stringify({ ...recording, events }))])
  expect(exitCode).toBe(1)
  expect(output).toMatch(/^step 1 of \d+, {2}\[2J {2}of session /)
})

test('as a program it writes what is asked for to one stream, what is wrong to the other, and ends with 0, 1 or 2', async () => {
  const recordings = await record()
  const file = fileWith('program.json', JSON.stringify(recordings))
  const program = (...words: string[]) => run(process.execPath, ['--import', 'tsx', main, ...words])
  const { stdout, stderr } = await program('explain', file)
  expect([stdout, stderr]).toEqual([`${explain(recordings)}\n\n${draw(recordings)}\n`, ''])
  await expect(program('explain', folder)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `${folder} can't be read (EISDIR): give the path of a recording\n`,
  })
  await expect(program('dcotor', 'https://api.example.com')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^dcotor is no command; these are\n/),
  })
  expect((await program('--version')).stdout).toBe(`${VERSION}\n`)
})

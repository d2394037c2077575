import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { AuthSession } from 'xstate-auth-session'
import type { SessionInspector } from 'xstate-auth-session/inspect'
import * as inspect from 'xstate-auth-session/inspect'
import { createLife } from '../inspect/life'
import { openRelay } from '../inspect/relay'
import { readPage, sampleOf, tableOf } from './page'
import { runSample } from './sample'

const page = readPage('docs/inspect.md')
const packages = { 'xstate-auth-session/inspect': inspect }

interface Exports {
  readonly inspector: SessionInspector
  readonly session: AuthSession
}

async function run(sample: string, globals: object = {}, from = sampleOf(page, sample)) {
  const exported = await runSample<Exports>(from, { ...globals }, packages)
  onTestFinished(() => {
    exported.inspector?.stop()
    exported.session.dispose()
  })
  return exported
}

test('the first sample writes to the console', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const { session } = await run('log')
  await session.start()
  expect(log.mock.calls.map(([line]) => String(line).slice(14))).toEqual([
    'session  began                                      → restoring',
    'session  done(restore)         restoring            → anonymous',
  ])
})

test('the lines are those of a renewal after a 401', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const lines: string[] = []
  const { live, session } = createLife(({ clock }) => ({
    inspect: inspect.createLogInspector({ clock, write: (line) => void lines.push(line) }),
  }))
  onTestFinished(() => session.dispose())
  await live()
  expect(lines.join('\n')).toContain(sampleOf(page, 'lines').text)
})

test('every option of the log is in the table', () => {
  const listed = tableOf(page, 'In a terminal').rows.map(([name]) => name)
  const options: Record<keyof inspect.LogInspectorOptions, true> = {
    write: true,
    width: true,
    colours: true,
    clock: true,
  }
  expect(listed).toEqual(Object.keys(options).map((name) => `\`${name}\``))
})

test('the second sample sends to what listens there', async () => {
  const relay = await openRelay()
  vi.stubGlobal('WebSocket', WebSocket)
  onTestFinished(() => void vi.unstubAllGlobals())
  const sample = sampleOf(page, 'web socket')
  const { session } = await run('', {}, { ...sample, text: sample.text.replace('ws://localhost:8080', relay.url) })
  await session.start()
  await vi.waitFor(() => expect(relay.heard.length).toBeGreaterThan(4), 60_000)
  expect(JSON.parse(relay.heard[0]!)).toMatchObject({ type: '@xstate.actor', name: 'session' })
})

test('the third sample loads the page into a frame, and listens to it alone', async () => {
  const listeners: string[] = []
  const iframe = {
    src: '',
    contentWindow: null,
    ownerDocument: {
      baseURI: 'https://app.example.com/notes',
      defaultView: { addEventListener: (type: string) => void listeners.push(type), removeEventListener: () => {} },
    },
  }
  const document = { createElement: () => iframe, body: { appendChild: () => iframe } }
  await run('frame', { document })
  expect([iframe.src, listeners]).toEqual(['https://app.example.com/inspector.html', ['message']])
})

test('every sample of the page is run or compared by one of these tests', () => {
  expect(page.blocks.map(({ sample }) => sample)).toEqual(['log', 'lines', 'web socket', 'frame'])
})

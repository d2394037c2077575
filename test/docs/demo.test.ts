import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { readFlags } from '../../docs/demo/flags'
import { createInk } from '../../docs/demo/ink'
import { walkThrough } from '../../docs/demo/walk-through'
import { type DemoProcess, startDemo } from './demo-process'

const run = promisify(execFile)
const ADDRESS = /The page\s+(http:\/\/127\.0\.0\.1:\d+)/

let shared: DemoProcess | undefined
afterAll(() => shared?.[Symbol.asyncDispose]())

/** Where the demo is that all share who only look at its pages. */
async function served(): Promise<string> {
  shared ??= startDemo()
  const [, url = ''] = await shared.prints(ADDRESS)
  return url
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

const PAGES = ['/', '/app', '/tabs', '/by-hand']

test.each(PAGES)('serves %s whole, with nothing inline, and names no place of this machine', async (path) => {
  const url = await served()
  const page = await fetch(url + path)
  const html = await page.text()
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(html).not.toMatch(/<style|<script(?![^>]* src=)| style=| on\w+=|data:/)
  const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part as string)
  expect([...new Set(parts.map((part) => part.replace(/.*\./, '')))].sort()).toEqual(['css', 'js', 'svg'])
  for (const part of parts) {
    expect(part).toMatch(/^\/assets\//)
    const answer = await fetch(url + part)
    const text = await answer.text()
    expect([answer.status, text.includes('__DEV__'), text.includes(join(import.meta.dirname, '../..'))]).toEqual([
      200,
      false,
      false,
    ])
  }
})

test.each(PAGES)('serves %s under a strict policy', async (path) => {
  const url = await served()
  expect((await fetch(url + path)).headers.get('content-security-policy')).toBe(
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; object-src 'none'",
  )
})

test('serves nothing else', async () => {
  const url = await served()
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
})

test('prints a walk-through that works when it is pasted, and narrates it without a token', async () => {
  await using demo = startDemo('--lifetime', '4')
  const [, url = ''] = await demo.prints(ADDRESS)
  await demo.prints(/What the server sees/)
  const steps = walkThrough(url, 4)
  const commands = steps.map(({ command }) => command)
  expect(demo.output.split('\n').filter((line) => commands.includes(line))).toEqual(commands)

  const { stdout } = await run('sh', ['-c', commands.join('\n')])
  const answers = stdout.trim().split('\n')
  expect(answers.map((answer) => Number(answer.slice(-3)))).toEqual(
    steps.flatMap(({ status }) => (status === null ? [] : [status])),
  )

  demo.interrupt()
  expect(await demo.ended).toBe(0)
  const [, narration = ''] = demo.output.split('What the server sees')
  const events = [...narration.matchAll(/^[\d:.]{12} {2}(\w+)/gm)].map(([, type]) => type)
  expect(events).toEqual([
    ...['login', 'served', 'refused', 'refreshed', 'served', 'reuse', 'refused', 'refused'],
    ...['login', 'blacklisted', 'refused'],
  ])
  expect(stdout).toContain('eyJ')
  expect(demo.output).not.toContain('eyJ')
})

describe('the port', () => {
  test('can be chosen', async () => {
    const port = await freePort()
    await using demo = startDemo('--port', String(port))
    const [, url = ''] = await demo.prints(ADDRESS)
    expect(url).toBe(`http://127.0.0.1:${port}`)
    const body = new URLSearchParams({ username: 'grace', password: 'hopper' })
    expect((await fetch(`${url}/api/token/`, { method: 'POST', body })).status).toBe(200)
    demo.interrupt()
    expect(await demo.ended).toBe(0)
  })

  test('that is taken is named', async () => {
    const taken = createServer()
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening))
    const { port } = taken.address() as AddressInfo
    await using demo = startDemo('--port', String(port))
    expect(await demo.ended).toBe(1)
    expect(demo.output).toBe(`Port ${port} is taken. Choose another one, or leave --port out for any free one.\n`)
    await new Promise((closed) => taken.close(closed))
  })
})

describe('the command line', () => {
  test('is read in either spelling', () => {
    const flags = { tour: false, help: false, port: 4000, lifetime: 60 }
    expect(readFlags(['--port', '4000', '--lifetime', '60'])).toEqual(flags)
    expect(readFlags(['--port=4000', '--lifetime=60'])).toEqual(flags)
    expect(readFlags(['--tour'])).toEqual({ tour: true, help: false, port: 0, lifetime: 20 })
  })

  test.each([
    [['--port', 'http'], "--port takes a whole number from 0 to 65535, not 'http'"],
    [['--lifetime'], "--lifetime takes a whole number from 2 to 3600, not ''"],
    [['--open'], "'--open' is no option."],
  ])('%j is refused', (given, message) => {
    expect(() => readFlags(given)).toThrow(message)
  })
})

test('colours are for terminals alone, and not for all of them', () => {
  expect(createInk({ isTTY: true }, {}).good('held')).toBe('\u001b[32mheld\u001b[39m')
  expect(createInk({ isTTY: true }, { NO_COLOR: '1' }).good('held')).toBe('held')
  expect(createInk({ isTTY: false }, {}).good('held')).toBe('held')
})

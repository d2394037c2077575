import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkArrows } from './arrows'
import { checkBarrels } from './barrels'
import { checkCycles } from './cycles'
import { checkEntries } from './entries'
import type { Check } from './finding'
import { checkLength } from './length'
import { checkNames } from './names'
import { checkNode } from './node'
import { checkTime } from './time'

const REPOSITORY = resolve(import.meta.dirname, '../..')

const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

function createTree(files: Record<string, string | string[]>): string {
  const tree = mkdtempSync(join(tmpdir(), 'checks-'))
  trees.push(tree)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), typeof content === 'string' ? content : `${content.join('\n')}\n`)
  }
  return tree
}

async function findings(check: Check, files: Record<string, string | string[]>): Promise<string[]> {
  const found = await check(createTree(files))
  return found.map(({ file, line, message }) => `${file}:${line} ${message}`)
}

test('a file that imports itself by way of a type is a cycle', async () => {
  const found = await findings(checkCycles, {
    'src/a.ts': ["import { b } from './b'", 'export const a = b', 'export type A = string'],
    'src/b.ts': ["import { c } from './deep'", 'export const b = c'],
    'src/deep/index.ts': "export { c } from './c'",
    'src/deep/c.ts': ["export const c: import('../a').A = ''"],
    'src/free.ts': "import { a } from './a.js'",
  })
  expect(found).toEqual([
    'src/a.ts:1 imports itself: src/a.ts → src/b.ts → src/deep/index.ts → src/deep/c.ts → src/a.ts; move what they share into a file below both',
  ])
})

test('separate cycles are all found, in tests too, a line of imports is none', async () => {
  const found = await findings(checkCycles, {
    'machines/a.ts': "export * from './b'",
    'machines/b.ts': "import type {} from './a'",
    'src/c.ts': "await import('./d')",
    'src/d.ts': "import './c'",
    'src/e.ts': "import './d'",
    'test/f.ts': "import './f'",
  })
  expect(found.map((line) => line.split(';')[0])).toEqual([
    'machines/a.ts:1 imports itself: machines/a.ts → machines/b.ts → machines/a.ts',
    'src/c.ts:1 imports itself: src/c.ts → src/d.ts → src/c.ts',
    'test/f.ts:1 imports itself: test/f.ts → test/f.ts',
  ])
})

test('an arrow that points up, a stranger and a file without a floor are refused', async () => {
  const found = await findings(checkArrows, {
    'machines/session.machine.ts': [
      "import { setup } from 'xstate'",
      "import type { AuthOptions } from '../src/options'",
    ],
    'src/options.ts': "import type { Clock } from './platform/clock'",
    'src/platform/clock.ts': ["import { jwtDecode } from 'jwt-decode'", "export * from '../errors'"],
    'src/errors.ts': '',
    'src/requests/send.ts': "export * from '../../test/fake'",
    'src/unheard/of.ts': '',
  })
  expect(found).toEqual([
    "machines/session.machine.ts:2 imports '../src/options' of options; machines may import nothing else: pass it in from above, or move what is shared down",
    'src/platform/clock.ts:1 imports the package jwt-decode, which platform may not know; it may import nothing else',
    "src/requests/send.ts:1 imports '../../test/fake', which is on no layer; only src/ and machines/ are the package",
    'src/unheard/of.ts:1 is on no layer; give it one in test/checks/layers.ts',
  ])
})

test('a table whose arrows point up is refused itself', () => {
  const low = { name: 'low', match: [], mayImport: ['high'], packages: [] }
  const high = { name: 'high', match: [], mayImport: ['low'], packages: [] }
  expect(checkArrows(createTree({}), [high, low])).toMatchObject([{ file: 'test/checks/layers.ts' }])
})

test('an index that does more than re-export, or that is imported, is refused', async () => {
  const found = await findings(checkBarrels, {
    'src/index.ts': ["export { a } from './a'", "export type { B } from './b'", 'export const version = 1'],
    'src/a.ts': ["import { b } from './backends'", "import { version } from '.'", "import { c } from '../machines'"],
    'src/react/index.ts': ["'use client'", "export { b } from './b'"],
    'src/react/b.ts': 'export const b = 1',
    'src/backends/index.ts': "export { b } from './b'",
    'src/b.ts': '',
    'machines/index.ts': "export { c } from './c'",
    'machines/c.ts': "import { c } from './index'",
  })
  expect(found.map((line) => line.split(';')[0])).toEqual([
    "machines/c.ts:1 imports './index', an index",
    "src/a.ts:1 imports './backends', an index",
    "src/a.ts:2 imports '.', an index",
    'src/index.ts:3 is no re-export',
  ])
})

test('time is found however it is reached, and only where it is a value', async () => {
  const found = await findings(checkTime, {
    'src/platform/clock.ts': 'export const now = () => Date.now()',
    'src/bad.ts': [
      'export const a = Date.now()',
      'export const b = new Date(0)',
      "export const c = (globalThis as { setTimeout?: unknown })['setTimeout']",
      'export const { clearTimeout: d } = globalThis',
      'export const e = { performance }',
      'export const f = AbortSignal.timeout(1)',
      'export class G extends Date {}',
      'export const h = window.performance.now()',
    ],
    'src/good.ts': [
      'interface Clock { setTimeout(): void; now: Date }',
      'export function arm(clock: Clock, setInterval: () => void): ReturnType<typeof setTimeout> | void {',
      '  clock.setTimeout()',
      '  setInterval()',
      "  return queueMicrotask(() => console.log('Date', { Date: 1 }, clock.now satisfies Date))",
      '}',
    ],
  })
  expect(found.map((line) => line.split(';')[0])).toEqual([
    'src/bad.ts:1 uses Date',
    'src/bad.ts:2 uses Date',
    'src/bad.ts:3 uses setTimeout',
    'src/bad.ts:4 uses clearTimeout',
    'src/bad.ts:5 uses performance',
    'src/bad.ts:6 uses AbortSignal.timeout',
    'src/bad.ts:7 uses Date',
    'src/bad.ts:8 uses performance',
  ])
})

test("Node's globals and modules are refused outside the command line", async () => {
  const found = await findings(checkNode, {
    'src/cli/doctor.ts': "import 'node:fs'; process.exit()",
    'machines/a.ts': ["const development = process.env.NODE_ENV !== 'production'", 'export default development'],
    'src/b.ts': ["import { join } from 'path'", "import type { Server } from 'node:http'", 'Buffer.from(join())'],
    'src/c.ts': ["const lazily = require('./b')", 'export const scope = typeof global', 'lazily(__dirname)'],
    'src/d.ts': ['export const report = (process: string) => ({ module: process })'],
  })
  expect(found.map((line) => line.split(';')[0])).toEqual([
    "machines/a.ts:1 uses Node's process",
    "src/b.ts:3 uses Node's Buffer",
    "src/c.ts:1 uses Node's require",
    "src/c.ts:2 uses Node's global",
    "src/c.ts:3 uses Node's __dirname",
    'src/b.ts:1 imports path of Node',
    'src/b.ts:2 imports node:http of Node',
  ])
})

test('301 lines are too many, 300 are not, and generated files are exempt', async () => {
  const found = await findings(checkLength, {
    'src/long.ts': Array<string>(301).fill('// line'),
    'src/enough.ts': Array<string>(300).fill('// line'),
    'docs/demo/page.css': Array<string>(400).fill('/* line */'),
    'docs/demo/made.js': ['// @generated', ...Array<string>(400).fill('// line')],
    'docs/guide.md': Array<string>(400).fill('A line.'),
  })
  expect(found.map((line) => line.split(',')[0])).toEqual([
    'docs/demo/page.css:301 has 400 lines',
    'src/long.ts:301 has 301 lines',
  ])
})

test('a name that could hold anything and a stranger at the top are refused', async () => {
  const found = await findings(checkNames, {
    'package.json': '{}',
    '.editorconfig': '',
    'scripts/build.js': '',
    'src/string-utils.ts': '',
    'src/common/dates.ts': '',
    'test/testHelper.ts': '',
    'src/commoner.ts': '',
  })
  expect(found.map((line) => line.split(/[,;]/)[0])).toEqual([
    'scripts:1 is not a known top-level name',
    "src/common/dates.ts:1 is called 'common'",
    "src/string-utils.ts:1 is called 'utils'",
    "test/testHelper.ts:1 is called 'Helper'",
  ])
})

test('an entry point that is not exported, and an export that is not built, are found', async () => {
  const check: Check = (root) => checkEntries(root, { index: 'src/index.ts' })
  const found = await findings(check, {
    'package.json': '{ "name": "x", "exports": { "./old": "./dist/old.js", "./package.json": "./package.json" } }',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "x": ["./src/main.ts"] } } }',
  })
  expect(found.map((line) => line.slice(0, 60))).toEqual([
    "package.json:1 exports['./old'] is not built; add it to tsup",
    'package.json:1 exports[\'.\'] should be {"import":{"types":"./',
    "tsconfig.json:1 compilerOptions.paths['x'] should be [\"./src",
  ])
})

test('a check that is run as a script prints what it found and exits with 1', () => {
  const tree = createTree({ 'src/utils.ts': '' })
  const script = join(REPOSITORY, 'test/checks/names.ts')
  const run = (root: string) => spawnSync(process.execPath, ['--import', 'tsx', script, root], { encoding: 'utf8' })
  const bad = run(tree)
  expect([bad.status, bad.stdout]).toEqual([
    1,
    "src/utils.ts:1 is called 'utils', which could hold anything; name the noun inside\n",
  ])
  const good = run(createTree({ 'src/vault.ts': '' }))
  expect([good.status, good.stdout]).toEqual([0, ''])
})

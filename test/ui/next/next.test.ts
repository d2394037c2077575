import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'tsup'
import { beforeAll, expect, test } from 'vitest'
import builds from '../../../tsup.config'
import { ROOT, readPage } from '../../docs/page'

const app = join(import.meta.dirname, 'dist/app')
const installed = join(import.meta.dirname, 'node_modules/xstate-auth-session')

/** What it said, and whether it went well. */
async function run(...args: readonly string[]) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const child = spawn(process.execPath, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const [code] = await once(child, 'close')
  return { ok: code === 0, said }
}

beforeAll(async () => {
  await rm(installed, { recursive: true, force: true })
  await rm(app, { recursive: true, force: true })
  await mkdir(installed, { recursive: true })
  await cp(join(ROOT, 'package.json'), join(installed, 'package.json'))
  for (const [index, options] of builds.slice(0, 2).entries()) {
    const outDir = join(installed, index === 0 ? 'dist' : 'dist/development')
    await build({ ...options, outDir, dts: false, sourcemap: false, config: false })
  }
  const samples = ['docs/ui/next.md', 'docs/ui/react.md'].flatMap((path) => readPage(path).blocks)
  for (const { sample, text } of samples) {
    if (sample === null || !(sample.startsWith('app/') || sample === 'create-session.ts')) continue
    await mkdir(dirname(join(app, sample)), { recursive: true })
    await writeFile(join(app, sample), text)
  }
  const config = { turbopack: { root: import.meta.dirname }, typescript: { ignoreBuildErrors: true } }
  const compilerOptions = { jsx: 'react-jsx', module: 'esnext', moduleResolution: 'bundler', allowJs: true }
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }))
  await writeFile(join(app, 'next.config.mjs'), `export default ${JSON.stringify(config)}\n`)
})

test('an app of the app router builds, and its page is neither logged in nor out', async () => {
  const { ok, said } = await run(join(import.meta.dirname, 'node_modules/next/dist/bin/next'), 'build')
  expect(said).toContain('Compiled successfully')
  expect(ok).toBe(true)
  const html = await readFile(join(app, '.next/server/app/index.html'), 'utf8')
  expect(/<main>.*<\/main>/.exec(html)?.[0]).toBe('<main></main>')
})

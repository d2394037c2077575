import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsup'
import { expect, onTestFinished, test } from 'vitest'
import builds from '../../../tsup.config'
import { ROOT } from '../../docs/page'

test.each([
  ['production', 0],
  ['development', 1],
])('the %s build of the entry begins with "use client", as ESM and as CJS', async (_, index) => {
  const outDir = await mkdtemp(join(tmpdir(), 'xstate-auth-session-react-'))
  onTestFinished(() => rm(outDir, { recursive: true }))
  const entry = { react: join(ROOT, 'src/react/index.ts') }
  await build({ ...builds[index], entry, outDir, dts: false, config: false })
  for (const file of ['react.js', 'react.cjs']) {
    const text = await readFile(join(outDir, file), 'utf8')
    expect(text.slice(0, 13)).toBe('"use client";')
  }
})

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const life = join(import.meta.dirname, 'life.ts')

test('a process whose sessions are disposed of ends by itself, with a renewal still on the wire', async () => {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', life], { timeout: 50_000 })
  const { stdout } = await run
  expect(JSON.parse(stdout)).toEqual({ statuses: [200, 200], settled: ['disposed', 'disposed'] })
})

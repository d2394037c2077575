// What the session weighs, and what each adapter adds to it: size-limit knows the one, and nothing of differences.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { adapters } from '../../.size-limit.js'

const root = join(import.meta.dirname, '../..')
const cli = join(root, 'node_modules/size-limit/bin.js')
const { stdout, stderr } = spawnSync(process.execPath, [cli, '--json'], { cwd: root, encoding: 'utf8' })
if (!stdout.startsWith('[')) throw new Error(stdout + stderr)

const sizes = new Map()
for (const { name, size, sizeLimit } of JSON.parse(stdout)) {
  sizes.set(name, size)
  if (sizeLimit !== undefined) tell(name, size, sizeLimit)
}
for (const [name, { limit, over = 'own code' }] of Object.entries(adapters))
  tell(`+ ${name}`, sizes.get(name) - sizes.get(over), limit)

function tell(name, size, limit) {
  const fits = size <= limit
  console.log(`${fits ? 'ok    ' : 'not ok'}  ${name.padEnd(22)} ${String(size).padStart(6)} B of ${limit}`)
  if (!fits) process.exitCode = 1
}

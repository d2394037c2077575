import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One thing that is wrong, where, and what to do about it. `file` is relative to the root, with forward slashes. */
export interface Finding {
  file: string
  line: number
  message: string
}

export type Check = (root: string) => Finding[] | Promise<Finding[]>

/** Runs `check` where its module is the script that was started; `tsx test/checks/cycles.ts [root]`. */
export async function runAsScript(moduleUrl: string, check: Check): Promise<void> {
  const script = process.argv[1]
  if (script === undefined || realpathSync(script) !== fileURLToPath(moduleUrl)) return
  const root = process.argv[2] === undefined ? resolve(import.meta.dirname, '../..') : resolve(process.argv[2])
  const findings = await check(root)
  for (const { file, line, message } of findings) console.log(`${file}:${line} ${message}`)
  if (findings.length > 0) process.exitCode = 1
}

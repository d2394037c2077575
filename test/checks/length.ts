import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, type Finding, runAsScript } from './finding'
import { filesUnder } from './tree'

const LONGEST = 300

/** No file is longer than a few screens. Exempt is what says `@generated` in its first line. */
export const checkLength: Check = (root) => {
  const findings: Finding[] = []
  const endings = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.css', '.html']
  for (const file of filesUnder(root, ['machines', 'src', 'test', 'docs'], endings)) {
    const lines = readFileSync(join(root, file), 'utf8').replace(/\n$/, '').split('\n')
    if (lines.length <= LONGEST || lines[0]?.includes('@generated')) continue
    const message = `has ${lines.length} lines, at most ${LONGEST} are allowed: find the second noun in it and give it a file`
    findings.push({ file, line: LONGEST + 1, message })
  }
  return findings
}

await runAsScript(import.meta.url, checkLength)

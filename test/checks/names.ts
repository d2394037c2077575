import { readdirSync } from 'node:fs'
import { type Check, type Finding, runAsScript } from './finding'
import { filesUnder, GENERATED_FOLDERS } from './tree'

const TOP_LEVEL = [
  'src',
  'machines',
  'test',
  'docs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsup.config.ts',
  'vitest.config.ts',
  'biome.json',
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'SECURITY.md',
]

const VAGUE = /^(utils?|utilities|helpers?|commons?|misc)$/i

/** A name says what is inside, and the top of the tree is a list that one can know by heart. */
export const checkNames: Check = (root) => {
  const findings: Finding[] = []
  for (const name of readdirSync(root)) {
    if (name.startsWith('.') || TOP_LEVEL.includes(name) || GENERATED_FOLDERS.includes(name)) continue
    const message = 'is not a known top-level name; put it into src, machines, test or docs'
    findings.push({ file: name, line: 1, message })
  }
  for (const file of filesUnder(root, ['machines', 'src', 'test', 'docs'], [''])) {
    const words = file.split(/[/._-]|(?<=[a-z])(?=[A-Z])/)
    const vague = words.find((word) => VAGUE.test(word))
    if (vague === undefined) continue
    findings.push({ file, line: 1, message: `is called '${vague}', which could hold anything; name the noun inside` })
  }
  return findings
}

await runAsScript(import.meta.url, checkNames)

import ts from 'typescript'
import { type Check, type Finding, runAsScript } from './finding'
import { importsOf } from './imports'
import { lineOf, parse } from './source'
import { CODE, filesUnder } from './tree'

/** The machines are a product of their own: `src/` may go in by their front door. */
const FRONT_DOOR = 'machines/index.ts'

/** An `index.ts` only re-exports, and nothing beside or below imports it. */
export const checkBarrels: Check = (root) => {
  const findings: Finding[] = []
  for (const file of filesUnder(root, ['machines', 'src'], CODE)) {
    for (const { target, specifier, line } of importsOf(root, file)) {
      if (target === null || !isBarrel(target) || (target === FRONT_DOOR && file.startsWith('src/'))) continue
      findings.push({ file, line, message: `imports '${specifier}', an index; import the file that defines it` })
    }
    if (!isBarrel(file)) continue
    for (const statement of parse(root, file).statements) {
      if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) continue
      if (isDirective(statement)) continue
      const message = "is no re-export; an index holds `export … from '…'` and nothing else: give the rest its own file"
      findings.push({ file, line: lineOf(statement), message })
    }
  }
  return findings
}

/** What bundlers read off an entry, such as `'use client'`. */
function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)
}

function isBarrel(file: string): boolean {
  return /(^|\/)index\.[jt]sx?$/.test(file)
}

await runAsScript(import.meta.url, checkBarrels)

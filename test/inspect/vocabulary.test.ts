import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { readCharts } from '../../src/inspect/charts'
import { flags, groups, numbers, texts } from '../../src/inspect/vocabulary'
import { ROOT } from '../docs/page'

const FILES = ['session.vocabulary.ts', 'renewal.vocabulary.ts', 'stamp.ts']

/** What a session tells its listeners, no inspector hears. */
const UNHEARD = 'SessionEmitted'

/** What the types of the vocabularies name, read from their text. */
function readVocabularies() {
  const fields = new Set<string>()
  const events = new Set<string>()
  for (const file of FILES) {
    const text = readFileSync(join(ROOT, 'machines', file), 'utf8')
    const visit = (node: ts.Node): void => {
      if (ts.isTypeAliasDeclaration(node) && node.name.text === UNHEARD) return
      if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) {
        const { text: name } = node.name
        const literal = node.type && ts.isLiteralTypeNode(node.type) ? node.type.literal : null
        if (name !== 'type') fields.add(name)
        else if (literal && ts.isStringLiteral(literal)) events.add(literal.text)
      }
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  }
  return { fields, events }
}

const { fields, events } = readVocabularies()

test('every field of the vocabularies is listed, and no other', () => {
  const listed = [numbers, flags, texts, groups].flatMap((list) => Object.keys(list))
  expect([...new Set(listed)].sort()).toEqual([...fields].sort())
  expect(fields.size).toBe(54)
})

test('every event of the vocabularies is known', () => {
  const { isEvent } = readCharts()
  expect([...events].filter((type) => !isEvent(type))).toEqual([])
  expect(events.size).toBe(18)
})

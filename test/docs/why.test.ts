import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { ROOT } from './page'

interface Row {
  readonly id: string
  readonly tests: readonly (readonly [file: string, title: string])[]
  readonly open: boolean
  /** What each of its lines begins with. */
  readonly labels: readonly string[]
}

const rows = readFileSync(join(ROOT, 'docs/why.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((text): Row => {
    const tests = [...text.matchAll(/^- Test: `([^`]+)` “(.+)”$/gm)].map(([, file, title]) => [file!, title!] as const)
    const labels = [...text.matchAll(/^- (\*?[A-Z]\w+( in)?\*?):/gm)].map(([, label]) => label!)
    return { id: /^F\d\d/.exec(text)?.[0] ?? text, tests, open: labels.includes('*Open*'), labels }
  })

/** The titles of the tests in a file, as they are written there. */
function titlesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ESNext)
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^test\b/.test(node.expression.getText(source))) {
      const [title] = node.arguments
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}

test('F01 to F40 are there once each, in order', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`)
  expect(rows.map(({ id }) => id)).toEqual(ids)
})

test.each(rows.map((row) => [row.id, row] as const))('%s says where, what holds here, and what proves it', (_, row) => {
  const { tests, open, labels } = row
  const proofs = [...tests.map(() => 'Test'), ...(open ? ['*Open*'] : [])]
  expect(proofs.length).toBeGreaterThan(0)
  expect(labels).toEqual(['Seen in', 'Here', ...proofs])
})

test.each(rows.flatMap(({ id, tests }) => tests.map((named) => [id, ...named] as const)))(
  '%s: %s has a test “%s”',
  (_, file, title) => {
    expect(existsSync(join(ROOT, file))).toBe(true)
    expect(titlesIn(file).filter((name) => name === title)).toEqual([title])
  },
)

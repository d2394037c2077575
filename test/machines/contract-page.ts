import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Table {
  /** The chapter, `##`, and the section, `###`, that it stands in. */
  readonly chapter: string
  readonly section: string
  /** The heads of its columns. */
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

export interface Row {
  /** What the first cell names. */
  readonly name: string
  /** What a cell names in backticks. */
  names(column: string): readonly string[]
  text(column: string): string
}

const page = readFileSync(join(import.meta.dirname, '../../docs/machine.md'), 'utf8')

/** The code block of the page. */
export const code: string = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? ''

/** Every table of the page. */
export const tables: readonly Table[] = readTables(page.split('\n'))

export function tableOf(chapter: string, section: string): Table {
  const found = tables.find((table) => table.chapter === chapter && table.section === section)
  if (!found) throw new Error(`docs/machine.md has no table under "${chapter}", "${section}"`)
  return found
}

/** The table that describes a type, by the type's name in the section's title. */
export function tableOfType(type: string): Table | undefined {
  return tables.find(({ section }) => section.endsWith(`\`${type}\``))
}

function readTables(lines: readonly string[]): readonly Table[] {
  const found: { chapter: string; section: string; columns: string[]; rows: Row[] }[] = []
  let [chapter, section] = ['', '']
  let open = false
  for (const line of lines) {
    if (line.startsWith('## ')) [chapter, section] = [line.slice(3), '']
    if (line.startsWith('### ')) section = line.slice(4)
    const isRow = line.startsWith('| ')
    if (isRow && !open) found.push({ chapter, section, columns: cellsOf(line), rows: [] })
    else if (isRow) found.at(-1)!.rows.push(rowOf(line, found.at(-1)!.columns))
    open = isRow || line.startsWith('|-')
  }
  return found
}

function rowOf(line: string, columns: readonly string[]): Row {
  const cells = cellsOf(line)
  const text = (column: string) => {
    const cell = cells[columns.indexOf(column)]
    if (cell === undefined) throw new Error(`no cell '${column}' in: ${line}`)
    return cell
  }
  return { name: namesIn(cells[0]!)[0] ?? '', names: (column) => namesIn(text(column)), text }
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
}

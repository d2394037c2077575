import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** A fenced block of a page. */
export interface Block {
  readonly page: string
  /** Of its first line of text, counted from 1. */
  readonly line: number
  readonly language: string
  /** What the comment above it calls it: `<!-- sample: name -->`. */
  readonly sample: string | null
  readonly text: string
}

export interface Table {
  /** The heading that it stands under. */
  readonly heading: string
  readonly columns: readonly string[]
  /** Cells of each row, in Markdown. */
  readonly rows: readonly (readonly string[])[]
}

/** One page of the documentation, by its path from the root. */
export interface Page {
  readonly path: string
  readonly blocks: readonly Block[]
  readonly tables: readonly Table[]
  /** What headings are called in links. */
  readonly anchors: readonly string[]
  /** Targets of its links, outside of blocks. */
  readonly links: readonly string[]
  /** What stands in backticks outside of blocks. */
  readonly code: readonly string[]
}

export function readPage(path: string): Page {
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n')
  const blocks: Block[] = []
  const tables: { heading: string; columns: string[]; rows: string[][] }[] = []
  const anchors: string[] = []
  const prose: string[] = []
  let heading = ''
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const fence = /^```(\w*)/.exec(line)
    if (fence) {
      const end = lines.indexOf('```', at + 1)
      const sample = /^<!-- sample: (.+) -->$/.exec(lines[at - 1] ?? '')?.[1] ?? null
      const text = lines.slice(at + 1, end).join('\n')
      blocks.push({ page: path, line: at + 2, language: fence[1]!, sample, text })
      at = end
      continue
    }
    prose.push(line)
    if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '')
      anchors.push(anchorOf(heading))
    }
    if (!line.startsWith('|') || /^\|[-|: ]+$/.test(line)) continue
    if (lines[at - 1]?.startsWith('|')) tables.at(-1)!.rows.push(cellsOf(line))
    else tables.push({ heading, columns: cellsOf(line), rows: [] })
  }
  const text = prose.join('\n')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
  return { path, blocks, tables, anchors, links, code: namesIn(text) }
}

/** The block of that name. */
export function sampleOf(page: Page, name: string): Block {
  const found = page.blocks.find(({ sample }) => sample === name)
  if (!found) throw new Error(`${page.path} has no sample '${name}'`)
  return found
}

/** The only table under that heading. */
export function tableOf(page: Page, heading: string): Table {
  const found = page.tables.filter((table) => table.heading === heading)
  if (found.length !== 1) throw new Error(`${page.path} has ${found.length} tables under '${heading}'`)
  return found[0]!
}

/** What stands in backticks. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

/** As the repository's host makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** What tools put into the tree. */
export const GENERATED_FOLDERS = ['node_modules', 'dist', 'coverage']

export const CODE = ['.ts', '.tsx', '.mts', '.js', '.mjs']

/** Files below `folders` of `root` that end with one of `endings`, sorted, relative to `root`, with forward slashes. */
export function filesUnder(root: string, folders: string[], endings: string[]): string[] {
  return folders.flatMap((folder) => walk(root, join(root, folder), endings)).sort()
}

function walk(root: string, folder: string, endings: string[]): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return GENERATED_FOLDERS.includes(entry.name) ? [] : walk(root, path, endings)
    return endings.some((ending) => entry.name.endsWith(ending)) ? [relative(root, path).split(sep).join('/')] : []
  })
}

/** Whether `file` fits one of `patterns`: `*` stands for a part of a name, `**` for any path. */
export function matches(file: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .split(/(\*\*|\*)/)
      .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    return new RegExp(`^${source.join('')}$`).test(file)
  })
}

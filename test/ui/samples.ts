import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPage } from '../docs/page.ts'

/** Writes the samples of a page of the documentation where they can be compiled and run: each is a file of an app. */
export function writeSamples(path: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { page, line, sample, text } of readPage(path).blocks) {
    if (!sample) throw new Error(`${page}:${line} is a sample without a name`)
    writeFileSync(join(folder, sample), `${text}\n`)
  }
}

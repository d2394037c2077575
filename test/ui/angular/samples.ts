import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { type Block, readPage, sampleOf } from '../../docs/page.ts'

const pages = ['docs/ui/angular.md', 'docs/clients/angular.md']

/** All of these pages, and what another shows of Angular. */
export const blocks: readonly Block[] = [
  ...pages.flatMap((page) => readPage(page).blocks),
  sampleOf(readPage('docs/backends/cookies.md'), 'csrf.interceptor.ts'),
]

/** Where the samples of the pages would stand if they were files: their names are those of modules of one app. */
const FOLDER = join(import.meta.dirname, 'samples')

/** The samples by their files. */
export const samples: ReadonlyMap<string, Block> = new Map(
  blocks.flatMap((block) => (block.sample === null ? [] : [[join(FOLDER, block.sample), block] as const])),
)

/** Lets tests import them. */
export const samplesAsModules: Plugin = {
  name: 'samples',
  enforce: 'pre',
  resolveId(source, importer) {
    // A test's own import comes by its path from the root of the tests.
    const isOfTest = source.startsWith('/samples/')
    if (importer === undefined || !(isOfTest || source.startsWith('./'))) return undefined
    const file = `${join(isOfTest ? import.meta.dirname : dirname(importer), source)}.ts`
    return samples.has(file) ? file : undefined
  },
  load: (id) => samples.get(id)?.text,
}

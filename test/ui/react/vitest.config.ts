import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'

/** Tests of `src/react` with the React that the package in `root` has; `dedupe` keeps the sources from the copy at the top. */
export const testsOfReact = (root: string, include: string[]) =>
  defineConfig({
    root,
    define: { __DEV__: 'true' },
    oxc: { jsx: { runtime: 'automatic' } },
    resolve: { alias, dedupe: Object.keys(packagesOf(root)) },
    test: {
      dir: import.meta.dirname,
      include,
      setupFiles: ['page.ts', 'complaints.ts'].map((file) => join(import.meta.dirname, file)),
      env: { REACT_VERSION: packagesOf(root)['react'] },
      maxWorkers: 2,
      restoreMocks: true,
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  })

function packagesOf(root: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies
}

export default testsOfReact(import.meta.dirname, ['**/*.test.ts', '**/*.test.tsx'])

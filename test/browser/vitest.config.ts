import { defineConfig } from 'vitest/config'
import { alias } from '../../vitest.config.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  resolve: { alias },
  test: {
    include: process.env['DEEP'] ? ['deep/*.test.ts'] : ['*.test.ts', 'devtools/*.test.ts'],
    maxWorkers: 2,
    // Verbose, for it prints what the tests note: the figures.
    reporters: ['verbose'],
    testTimeout: 300_000,
    hookTimeout: 180_000,
  },
})

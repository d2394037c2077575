import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: process.env['DEEP'] ? ['deep/*.test.ts'] : ['*.test.ts'],
    maxWorkers: 2,
    // Verbose, for it prints what the tests note: the figures.
    reporters: ['verbose'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})

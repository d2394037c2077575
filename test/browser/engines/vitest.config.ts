import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    // One engine at a time: three heavy browsers side by side would hide what one of them does.
    maxWorkers: 1,
    // Verbose, for it prints what the tests note: the figures.
    reporters: ['verbose'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})

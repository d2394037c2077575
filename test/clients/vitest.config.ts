import { defineConfig } from 'vitest/config'
import { alias } from '../../vitest.config.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  // One axios for the adapter, its users and what they add to it.
  resolve: { alias, dedupe: ['axios'] },
  test: {
    include: ['*.test.ts'],
    maxWorkers: 2,
    restoreMocks: true,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})

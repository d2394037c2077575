import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  resolve: { alias },
  test: { include: ['*.test.ts'], maxWorkers: 2, restoreMocks: true, testTimeout: 60_000, hookTimeout: 60_000 },
})

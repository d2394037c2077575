import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'
import { plugins } from './vite-plugins.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  plugins,
  resolve: { alias },
  test: {
    include: ['*.test.tsx'],
    environment: './environment.mjs',
    maxWorkers: 1,
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

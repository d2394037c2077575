import { join } from 'node:path'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'
import { writeSamples } from '../samples.ts'
import { plugins } from './vite-plugins.ts'

writeSamples('docs/ui/svelte.md', join(import.meta.dirname, 'samples'))

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  plugins: [plugins, svelteTesting()],
  resolve: { alias },
  test: {
    include: ['*.test.ts'],
    environment: './environment.mjs',
    maxWorkers: 1,
    restoreMocks: true,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})

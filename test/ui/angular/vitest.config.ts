import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'
import { samplesAsModules } from './samples.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  plugins: [samplesAsModules],
  resolve: {
    alias,
    // The sources would find the root's own copies.
    dedupe: ['@angular/common', '@angular/core', '@angular/router', 'rxjs'],
  },
  test: {
    include: ['*.test.ts'],
    setupFiles: ['./setup.ts'],
    maxWorkers: 2,
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

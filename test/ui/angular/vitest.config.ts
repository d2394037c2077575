import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { alias } from '../../../vitest.config.ts'
import { samplesAsModules } from './samples.ts'

export default defineConfig({
  root: import.meta.dirname,
  define: { __DEV__: 'true' },
  plugins: [samplesAsModules],
  // As Angular's CLI compiles for zones, which native async functions escape.
  oxc: { target: 'es2016' },
  resolve: {
    // The request suite goes through this folder's table of clients.
    alias: [...alias, { find: /^\.\/clients$/, replacement: join(import.meta.dirname, 'clients.ts') }],
    // The sources would find the root's own copies.
    dedupe: ['@angular/common', '@angular/core', '@angular/router', 'rxjs'],
  },
  test: {
    dir: join(import.meta.dirname, '../..'),
    include: ['ui/angular/*.test.ts', 'clients/{requests,bodies,traits,lacks}.test.ts'],
    setupFiles: ['./setup.ts'],
    maxWorkers: 2,
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

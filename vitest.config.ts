import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { entries } from './tsup.config.ts'

/** Tests import the package by its names, as its users do, and get the sources. */
export const alias = Object.entries(entries).map(([name, file]) => ({
  find: new RegExp(`^xstate-auth-session${name === 'index' ? '' : `/${name}`}$`),
  replacement: join(import.meta.dirname, file),
}))

export default defineConfig({
  define: { __DEV__: 'true' },
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts'],
    // Django's own Python is there only where it was installed; browsers, clients and frameworks have packages of their own.
    exclude: [
      'test/{backends/oauth,browser,clients,sockets/wire,ui}/**',
      ...(process.env['TOKEN_SERVER'] === 'django' ? [] : ['test/backends/django/**']),
    ],
    globals: false,
    maxWorkers: 2,
    restoreMocks: true,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    coverage: { provider: 'v8', include: ['src/**', 'machines/**'], exclude: ['src/cli/**', '**/*.d.ts'] },
  },
})

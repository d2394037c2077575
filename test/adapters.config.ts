import { defineConfig } from 'vitest/config'

/** The packages with frameworks and clients in them, in one run: what `test/run.mjs` calls the adapters. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      'test/ui/!(next)/vitest.config.ts',
      'test/clients/vitest.config.ts',
      'test/sockets/wire/vitest.config.ts',
    ],
  },
})

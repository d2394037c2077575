// @vitest-environment node
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { typeErrorsOf } from '../type-check'

const { resolve } = createRequire(import.meta.url)

test('the samples of docs/ui/svelte.md, the small app and these tests are right to the compiler', async () => {
  expect(
    await typeErrorsOf(
      resolve('svelte-check/bin/svelte-check'),
      ['--tsconfig', './tsconfig.json', '--fail-on-warnings'],
      import.meta.dirname,
    ),
  ).toBe('')
}, 300_000)

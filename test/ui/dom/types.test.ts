// @vitest-environment node
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { typeErrorsOf } from '../type-check'

const { resolve } = createRequire(import.meta.url)

test('the samples of docs/ui/dom.md, the small app and these tests are right to the compiler', async () => {
  expect(await typeErrorsOf(resolve('typescript/bin/tsc'), ['--project', 'tsconfig.json'], import.meta.dirname)).toBe(
    '',
  )
}, 300_000)

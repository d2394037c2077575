import { expect, test } from 'vitest'
import { typeErrors } from './type-errors'

test('the samples and these tests are right by their types', () => {
  expect(typeErrors()).toEqual([])
}, 300_000)

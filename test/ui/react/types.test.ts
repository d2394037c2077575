import { expect, test } from 'vitest'
import { readPage } from '../../docs/page'
import { typeErrorsIn } from './docs/sample-types'

test('the samples of all pages, the small apps and these tests are right by their types', () => {
  expect(typeErrorsIn(['docs/ui/react.md', 'docs/ui/next.md', 'docs/ui/xstate.md'].map(readPage))).toEqual([])
}, 300_000)

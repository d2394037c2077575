import { expect, test } from 'vitest'
import { EXTENTS } from '../model/extents'
import { readPage, tableOf } from './page'

test('the table of bounds says how many states each case with a strict server has', () => {
  const { rows } = tableOf(readPage('docs/proof.md'), 'To which bounds')
  const told = rows.flatMap(([, ...states]) => states.filter(Boolean).map((text) => Number(text.replace(',', ''))))
  const strict = Object.entries(EXTENTS).filter(([name]) => name.endsWith('strict server'))
  expect(told).toEqual(strict.map(([, states]) => states))
})

import { expect, test } from 'vitest'
import { startDemo } from './demo-process'

test('every step of the tour holds', async () => {
  await using tour = startDemo('--tour')
  const code = await tour.ended
  expect(tour.output).toMatch(/\n9 of 9 steps held\n$/)
  expect(code).toBe(0)

  const lines = tour.output.split('\n')
  const pairs = lines.flatMap((line, index) =>
    line.startsWith('     held  ') ? [[line, lines[index + 1]].map((part) => part?.slice(11))] : [],
  )
  expect(pairs).toHaveLength(9)
  for (const [held, expected] of pairs) expect(held).toBe(expected)
  const arrows = lines.filter((line) => /^ +[\d.]+ s /.test(line)).map((line) => line.indexOf(' → '))
  expect([arrows.length > 20, new Set(arrows).size]).toEqual([true, 1])
  expect(['eyJ', '\u001b'].filter((text) => tour.output.includes(text))).toEqual([])
})

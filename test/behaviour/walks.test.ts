import { expect, test, vi } from 'vitest'
import { createLife } from './life'
import { say, happenings } from './happenings'

test('try', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const failures: Record<string, number> = {}
  let steps = 0
  let shown = 0
  for (let seed = 1; seed <= Number(process.env['N'] ?? 50); seed++) {
    let state = seed * 7919
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const life = await createLife()
    const log: string[] = []
    try {
      for (let step = 0; step < 60; step++) {
        const possible = happenings.filter((h) => life.state.can(h))
        const h = possible[Math.floor(random() * possible.length)]!
        log.push(say(h))
        steps++
        await life.live(h)
      }
      log.push('end')
      await life.end()
    } catch (e) {
      const message = String((e as Error).message)
      failures[log.at(-1)!] = (failures[log.at(-1)!] ?? 0) + 1
      if (shown++ < 6) console.log(log.slice(-14).join('\n'), '\n', (e as Error & {actual?: unknown}).message.slice(0, 300), diff((e as never)['actual'], (e as never)['expected']))
      void message
    }
  }
  console.log(failures, steps)
  expect(failures).toEqual({})
}, 600_000)

function diff(a: Record<string, unknown>, b: Record<string, unknown>) {
  if (typeof a !== 'object') return [a, b]
  return Object.keys(b).filter((k) => JSON.stringify(a[k]) !== JSON.stringify(b[k])).map((k) => {
    if (k === 'callers') return (a[k] as unknown[]).map((x, i) => [i, JSON.stringify(x), JSON.stringify((b[k] as unknown[])[i])]).filter(([, x, y]) => x !== y).flat().join(' | ')
    return `${k}: ${a[k]} != ${b[k]}`
  })
}

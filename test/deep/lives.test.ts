import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { live } from './life'
import { type Browser, lives } from './steps'

/** `npm run test:deep`: lives of an hour; DEEP=7 makes others than DEEP=1. Otherwise a few of some minutes. */
const deep = Number(process.env['DEEP'] ?? 0)
const life = deep > 0 ? lives(600, 800) : lives(20, 60)
const runs = deep > 0 ? { seed: deep, numRuns: 25, endOnFailure: true } : { seed: 2026, numRuns: 25 }

describe.each<Browser>([
  { locks: true, channel: true },
  { locks: false, channel: true },
  { locks: true, channel: false },
  { locks: false, channel: false },
])('in a browser with locks: $locks, channel: $channel, however its tabs live', (browser) => {
  test('each token is spent once and by its own login, all calls settle, and only the server throws anybody out', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const property = fc.asyncProperty(life, async (drawn) => {
      const { wrongs, lines } = await live(browser, drawn)
      expect(wrongs, lines.join('\n')).toEqual([])
    })
    await fc.assert(property, runs)
  }, 1_200_000)
})

import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

/** What React has complained of since this was last asked: mismatches, missing keys, state of what is gone. Nobody asked: a failure. */
export function complaints(): readonly unknown[] {
  const { calls } = vi.mocked(console.error).mock
  return calls.splice(0).map(([first]) => first)
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})

afterEach(() => {
  cleanup()
  expect(complaints()).toEqual([])
})

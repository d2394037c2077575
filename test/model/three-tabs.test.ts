import { describe, test } from 'vitest'
import { THREE, THREE_DEEPER } from './cases'
import { expectSound, isDeep } from './explored'

describe('whatever order three tabs, store, lock, channel and server take', () => {
  for (const given of isDeep ? [...THREE, ...THREE_DEEPER] : THREE)
    test(`${given.name}: every invariant holds in every state`, () => expectSound(given), 1_800_000)
})

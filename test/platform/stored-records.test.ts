import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type StoredSession, webStorage } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { parseRecord } from '../../src/platform/record'
import { oddValues } from './odd-values'

const record: StoredSession = {
  version: 1,
  backend: 'simplejwt@https://api.example.com',
  epoch: '1.a',
  generation: 1,
  accessToken: 'access-"-token',
  refreshToken: 'refresh',
  sentAt: 1_000,
  expiresAt: 301_000,
  refreshExpiresAt: null,
  subject: 'ada',
  user: { name: 'Ada "ü"', roles: [1, { a: null }] },
  lastLogin: null,
}
const written = JSON.stringify(record)

const openStore = (texts: Readonly<Record<string, string>>) => {
  const area = memoryArea()
  for (const [key, text] of Object.entries(texts)) area.setItem(key, text)
  return { area, store: webStorage(area)('key') }
}

const isWellFormed = (token: unknown) => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)

/** Of whatever stands in the store: what can be read is whole, and what can't be read is left alone. */
async function expectSense(text: string) {
  const { area, store } = openStore({ key: text })
  const { record: found, unreadable } = await store.read()
  expect(unreadable).toBe(found === null)
  if (found !== null) {
    expect(isWellFormed(found.accessToken)).toBe(true)
    expect(found.refreshToken === null || isWellFormed(found.refreshToken)).toBe(true)
    expect([found.version, found.sentAt, found.generation].every(Number.isFinite)).toBe(true)
    return
  }
  const next = { ...record, generation: 2 }
  expect(await store.commit({ epoch: '1.a', generation: 1 }, next)).toBe('failed')
  await store.intend(next, { stamp: next, deadline: 1, holder: 'me' })
  await store.intend(next, null)
  await store.end('1.a', 'logged_out')
  expect(area.getItem('key')).toBe(text)
}

describe('a record', () => {
  test('cut short anywhere is unreadable and left alone', async () => {
    for (let length = 0; length < written.length; length++) await expectSense(written.slice(0, length))
    expect(parseRecord(written)).toEqual(record)
    for (let length = 0; length < written.length; length++)
      expect(parseRecord(written.slice(0, length))).toBe(undefined)
  })

  test('that is any JSON whatever makes sense or is left alone', async () => {
    await fc.assert(fc.asyncProperty(fc.json(), expectSense), { numRuns: 1_000 })
  })

  test('that is any text whatever makes sense or is left alone', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), expectSense), { numRuns: 500 })
  })

  test('with odd values in any of its fields makes sense or is left alone', async () => {
    const fields = fc.constantFrom(...Object.keys(record))
    const changes = fc.array(fc.tuple(fields, fc.option(oddValues, { nil: undefined })), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(changes, (changes) =>
        expectSense(JSON.stringify({ ...record, ...Object.fromEntries(changes) })),
      ),
      { numRuns: 2_000 },
    )
  })

  test('with a character changed anywhere makes sense or is left alone', async () => {
    const at = fc.nat({ max: written.length - 1 })
    await fc.assert(
      fc.asyncProperty(at, fc.string({ unit: 'binary', maxLength: 2 }), (at, put) =>
        expectSense(written.slice(0, at) + put + written.slice(at + 1)),
      ),
      { numRuns: 2_000 },
    )
  })

  test('stands beside an intent and a tombstone of any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), async (intent, ended) => {
        const { store } = openStore({ key: written, 'key.intent': intent, 'key.ended': ended })
        const { record: found, unreadable } = await store.read()
        expect([found, unreadable]).toEqual([record, false])
        await store.end('1.a', 'logged_out')
        expect((await store.read()).tombstone?.epochs).toContain('1.a')
        expect((await store.read()).record).toBe(null)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a record of an earlier version', () => {
  const { accessToken, refreshToken, ...rest } = record
  const migrations = {
    [-1]: ({ pair, ...old }: Record<string, unknown>) => ({ ...old, version: 0, tokens: String(pair).split(' ') }),
    0: ({ tokens, ...old }: Record<string, unknown>) => {
      const [access, refresh] = tokens as string[]
      return { ...old, version: 1, accessToken: access, refreshToken: refresh }
    },
  }
  const version0 = JSON.stringify({ ...rest, version: 0, tokens: [accessToken, refreshToken] })
  const versionBefore = JSON.stringify({ ...rest, version: -1, pair: `${accessToken} ${refreshToken}` })

  test('is read by one step', () => {
    expect(parseRecord(version0, migrations)).toEqual(record)
  })

  test('is read by two steps', () => {
    expect(parseRecord(versionBefore, migrations)).toEqual(record)
  })

  test('is unreadable where a step is missing', () => {
    expect(parseRecord(version0)).toBe(undefined)
    expect(parseRecord(versionBefore, { [-1]: migrations[-1] })).toBe(undefined)
    expect(parseRecord(versionBefore, { 0: migrations[0] })).toBe(undefined)
  })

  test('is unreadable where a step throws, or makes no record of it', () => {
    const throwing = () => {
      throw new Error('unforeseen')
    }
    expect(parseRecord(version0, { 0: throwing })).toBe(undefined)
    expect(parseRecord(versionBefore, { ...migrations, 0: throwing })).toBe(undefined)
    expect(parseRecord(version0, { 0: (old) => ({ ...old, version: 1 }) })).toBe(undefined)
    expect(parseRecord(version0, { 0: () => null as never })).toBe(undefined)
    expect(parseRecord(versionBefore, migrations)).toEqual(record)
    expect(parseRecord(JSON.stringify({ version: 0 }), migrations)).toBe(undefined)
  })

  test('one of this version is not migrated, and one of the next is unreadable', () => {
    const later = JSON.stringify({ ...record, version: 2 })
    expect(parseRecord(written, migrations)).toEqual(record)
    expect(parseRecord(later, migrations)).toBe(undefined)
  })
})

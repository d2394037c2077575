import { expect, test } from 'vitest'
import { parseRecord } from '../../src/platform/record'
import { record as recordOf } from './session-record'

const record = recordOf('1.a', 1)

test('a record that an earlier version wrote is brought up step by step', () => {
  const { accessToken, ...rest } = record
  const first = { ...rest, version: -1, token: accessToken }
  const migrations = {
    [-1]: ({ token, ...old }: Record<string, unknown>) => ({ ...old, version: 0, access: token }),
    0: ({ access, ...old }: Record<string, unknown>) => ({ ...old, version: 1, accessToken: access }),
  }
  expect(parseRecord(JSON.stringify(first), migrations)).toEqual(record)
  expect(parseRecord(JSON.stringify(first))).toBe(undefined)
})

test('an end that is not written down is not known', () => {
  const { expiresAt, refreshExpiresAt, ...endless } = record
  expect(parseRecord(JSON.stringify(endless))).toEqual(endless)
})

test.each([
  { version: 2 },
  { epoch: 7 },
  { epoch: 'a' },
  { generation: '1' },
  { accessToken: 'two\nlines' },
  { refreshToken: undefined },
  { sentAt: null },
  { expiresAt: 'soon' },
])('with %j it is no record', (wrong) => {
  expect(parseRecord(JSON.stringify({ ...record, ...wrong }))).toBe(undefined)
})

test.each(['', 'null', '[]', '"text"', '{'])('%j is no record', (text) => {
  expect(parseRecord(text)).toBe(undefined)
})

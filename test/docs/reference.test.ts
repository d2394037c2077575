import { expect, test } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { namesIn, readPage, type Table, tableOf } from './page'
import { fieldsByName, partsOf, publicNames, publicTypes } from './public-types'

const page = readPage('docs/reference.md')
const baseUrl = 'https://api.example.com'

/** The type that a table describes, by the name in its heading. */
const typeOf = ({ heading }: Table) => namesIn(heading)[0]
const typed = page.tables.map((table) => [typeOf(table) ?? table.heading, table] as const)
const headOf = ([cell]: readonly string[]) => namesIn(cell!)[0]!

test.each(typed)('the table of %s lists what the type has', (type, { rows }) => {
  expect(rows.map(headOf).sort()).toEqual([...partsOf(type)].sort())
})

const words = new Set(page.code.flatMap((code) => code.match(/\w+/g) ?? []))

test('nothing that can be imported is missing', () => {
  expect(publicNames.filter((name) => !words.has(name))).toEqual([])
})

test('a type without a table of its own is small, and its fields are named', () => {
  const without = publicTypes.filter((type) => !typed.some(([name]) => name === type))
  expect(without.sort()).toEqual([
    ...['ActiveUserOptions', 'Answer', 'AuthSessionErrorCode', 'BackendRequest', 'CheckReport', 'ClaimedGrant'],
    ...['CodeCredentials', 'ConformanceCase', 'CsrfOptions', 'DelegatedToken', 'FakeRequest', 'FakeToken'],
    ...[
      'FinalAnswer',
      'FinalTable',
      'LastLogin',
      'Oauth2Endpoints',
      'PasswordCredentials',
      'PasswordGrantCredentials',
      'QueueOptions',
      'RecordedState',
      'RecordedStates',
      'RenewalDefaults',
      'RenewalOptions',
      'SchemaIssue',
      'SessionPathStep',
      'Stamp',
      'StandardSchema',
      'TokenPair',
      'TokenResponse',
    ],
  ])
  const fields = without.flatMap(partsOf).flatMap((field) => field.split('.'))
  expect(fields.filter((field) => !words.has(field))).toEqual([])
})

test('the table of events lists what each of them carries', () => {
  const { rows } = tableOf(page, 'Events: `AuthSessionEvents`')
  const listed = Object.fromEntries(rows.map((row) => [headOf(row), namesIn(row[1]!)]))
  const sorted = (fields: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(fields).map(([name, names]) => [name, [...names].sort()]))
  expect(sorted(listed)).toEqual(sorted(fieldsByName('AuthSessionEvents')))
})

const { rows: options } = tableOf(page, 'Options: `AuthSessionOptions`')
const bounded = options.flatMap(([name, byDefault, bounds]) => {
  const [, min, max] = /^([\d_.]+) to ([\d_.]+)$/.exec(bounds!) ?? []
  return min && max ? [[namesIn(name!)[0]!, number(namesIn(byDefault!)[0]!), number(min), number(max)] as const] : []
})

test('ten options have bounds', () => {
  expect(bounded).toHaveLength(10)
})

test.each(bounded)('%s is %d by default, and lies from %d to %d', (path, byDefault, min, max) => {
  const create = (value: number) => createAuthSession({ backend: simpleJwt({ baseUrl }), ...optionAt(path, value) })
  const [, settings] = JSON.parse(createAuthSession({ backend: simpleJwt({ baseUrl }) }).timeline().options)
  expect(path.split('.').reduce((value, key) => value[key], settings)).toBe(byDefault)
  for (const value of [min, max]) expect(() => create(value)).not.toThrow()
  for (const value of [min - 0.001, max + 0.001]) expect(() => create(value)).toThrow(path)
})

test('the paths of simpleJwt are what they are by default', async () => {
  const backend = simpleJwt({ baseUrl })
  const called: string[] = []
  const call = async ({ url }: { url: string }) => {
    called.push(url.slice(baseUrl.length))
    return { status: 200, headers: new Headers(), body: {} }
  }
  const tokens = { accessToken: 'access', refreshToken: 'refresh' }
  await backend.login('password', {}, call)
  await backend.renew(tokens, call)
  await backend.revoke(tokens, { everywhere: false }, call)
  await backend.verify?.('access', call)
  const { rows } = tableOf(page, 'simpleJwt: `SimpleJwtOptions`')
  const listed = new Map(rows.map((row) => [headOf(row), namesIn(row[1]!)[0]]))
  const paths = ['login', 'refresh', 'logout', 'verify'].map((name) => listed.get(`paths.${name}`))
  expect(called.map((path) => `'${path}'`)).toEqual(paths)
})

function number(text: string): number {
  return Number(text.replaceAll('_', ''))
}

function optionAt(path: string, value: number): Partial<AuthSessionOptions> {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object
}

import { describe, expect, test } from 'vitest'
import { createAuthSession, legacyKeys } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'

const baseUrl = 'https://api.example.com'
const backend = simpleJwt({ baseUrl })

/** `value` at `path` of an object that holds nothing else. */
function at(path: string, value: unknown): object {
  const [key, ...rest] = path.split('.')
  return { [key!]: rest.length === 0 ? value : at(rest.join('.'), value) }
}

function refusal(create: () => unknown): Error {
  try {
    create()
  } catch (error) {
    return error as Error
  }
  throw new Error('it was taken')
}

const numbers: Record<string, readonly [min: number, max: number]> = {
  'renewal.ahead': [0, 86_400_000],
  'renewal.jitter': [0, 0.2],
  'renewal.minInterval': [0, 3_600_000],
  'renewal.requestTimeout': [100, 300_000],
  'renewal.backoff.initial': [1, 60_000],
  'renewal.backoff.max': [1, 3_600_000],
  'restore.timeout': [1, 600_000],
  'queue.limit': [1, 1_000_000],
  'queue.maxWait': [1, 3_600_000],
  'queue.holdFor': [0, 86_400_000],
}

const wrong: Record<string, readonly unknown[]> = {
  origins: [
    'https://api.example.com',
    {},
    5,
    null,
    [5],
    [null],
    [''],
    ['api.example.com'],
    ['*'],
    ['https://*.example.com/a'],
  ],
  'origins ': [
    ['https://a.example.com/path'],
    ['https://a.example.com?x'],
    ['https://user@a.example.com'],
    ['about:blank'],
  ],
  storage: [null, 'local', {}, 5],
  key: [null, 5, '', {}],
  fetch: [null, 'fetch', {}],
  renewal: [null, 5, 'x', [], () => {}],
  'renewal.backoff': [null, 5, [], 'x'],
  'renewal.whileHidden': [null, 0, 'true'],
  restore: [null, 5_000, []],
  queue: [null, 100, []],
  clock: [null, 5, {}, { now: () => 0 }, { now: 0, monotonic: () => 0, setTimeout: () => 0, clearTimeout: () => {} }],
  lifecycle: [null, 5, {}, { attach: () => () => {} }],
  lock: [5, 'x', {}, { acquire: true }],
  channel: [5, 'x', {}, { open: 'x' }],
  label: [null, 'x', {}],
  inspect: [null, 5, 'x', { next: 5 }],
}

describe('createAuthSession', () => {
  for (const [path, [min, max]] of Object.entries(numbers)) {
    const values = [
      min - 1,
      max + 1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      null,
      `${min}`,
      {},
      true,
    ]
    test.each(values)(`refuses %o as ${path} and names it`, (value) => {
      const error = refusal(() => createAuthSession({ backend, ...at(path, value) }))
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain(`${path} `)
    })
    test.each([min, max, undefined])(`takes %o as ${path}`, (value) => {
      createAuthSession({ backend, ...at(path, value) }).dispose()
    })
  }

  for (const [path, values] of Object.entries(wrong)) {
    test.each(values.map((value) => [value]))(`refuses %o as ${path} and names it`, (value) => {
      const error = refusal(() => createAuthSession({ backend, ...at(path.trim(), value) }))
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain(path.trim())
    })
  }

  test.each(Object.keys({ ...wrong, ...numbers }))('takes undefined as %s for not given', (path) => {
    createAuthSession({ backend, ...at(path.trim(), undefined) }).dispose()
  })

  test.each([
    ['ahead', -1],
    ['jitter', 0.3],
    ['minInterval', null],
    ['whileHidden', 'true'],
  ])('refuses a backend whose renewal has a bad %s', (name, value) => {
    const error = refusal(() => createAuthSession({ backend: { ...backend, renewal: { [name]: value } } as never }))
    expect([error instanceof TypeError, error.message.includes(`backend.renewal.${name} `)]).toEqual([true, true])
  })

  test('takes the backend’s word on renewals for what the app leaves open', () => {
    const renewal = { ahead: 1_000, jitter: 0, minInterval: 2_000, whileHidden: false }
    const own = { ahead: 0, jitter: undefined, whileHidden: true }
    const settingsWith = (given: object) =>
      JSON.parse(String(createAuthSession({ backend: { ...backend, renewal }, ...given }).timeline().options))[1]
        .renewal
    expect(settingsWith({})).toMatchObject(renewal)
    expect(settingsWith({ renewal: own })).toMatchObject({ ...renewal, ahead: 0, whileHidden: true })
  })

  test.each([undefined, null, 5, 'x', [], true])('refuses %o as the options', (value) => {
    const error = refusal(() => createAuthSession(value as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('options')
  })

  test.each([undefined, null, 5, 'x', [], baseUrl, simpleJwt])('refuses %o as backend', (value) => {
    const error = refusal(() => createAuthSession({ backend: value as never }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('backend')
  })

  test.each(['login', 'renew', 'revoke', 'grant', 'authorization', 'errorCode'])(
    'refuses a backend without %s',
    (name) => {
      const error = refusal(() => createAuthSession({ backend: { ...backend, [name]: undefined } as never }))
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain(`backend.${name} `)
    },
  )

  test.each([
    ['kind', 5],
    ['baseUrl', 5],
    ['baseUrl', undefined],
    ['rotation', 'sometimes'],
    ['rotation', undefined],
    ['tokens', 'paper'],
    ['methods', 'password'],
    ['final', undefined],
  ])('refuses a backend whose %s is %o', (path, value) => {
    const error = refusal(() => createAuthSession({ backend: { ...backend, ...at(path, value) } as never }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain(`backend.${path} `)
  })

  test.each([
    ['renewal', { accessToken: [] }],
    ['renewal', { renewal: {}, accessToken: [] }],
    ['accessToken', { renewal: [] }],
    ['accessToken', { renewal: [], accessToken: 5 }],
  ])('refuses a backend whose final table has no good %s: %o', (name, final) => {
    const error = refusal(() => createAuthSession({ backend: { ...backend, final } as never }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain(`backend.final.${name} `)
  })

  test.each([
    [{ key: null }, 'key must be a string that is not empty, got null'],
    [{ key: {} }, 'key must be a string that is not empty, got an object'],
    [{ origins: 'https://api.example.com' }, 'origins must be an array, got a string'],
    [{ clock: { now: 0 } }, 'clock.now must be a function, got 0'],
    [{ channel: {} }, 'channel.open must be a function, got undefined'],
    [{ queue: { limit: 0 } }, 'queue.limit must be a number from 1 to 1000000, got 0'],
    [{ renewal: [] }, 'renewal must be an object, got an array'],
  ])('says of %o what it must be and what it was given', (options, message) => {
    const error = refusal(() => createAuthSession({ backend, ...(options as object) }))
    expect(error.message).toBe(`createAuthSession: ${message}`)
  })

  test('a message tells the kind of a value and never the value', () => {
    const secret = 'a-secret-in-the-wrong-place'
    for (const options of [
      { key: { secret } },
      { label: secret },
      { renewal: { ahead: secret } },
      { origins: [secret] },
    ])
      expect(refusal(() => createAuthSession({ backend, ...(options as object) })).message).not.toContain(secret)
  })

  test('null stands for none where an option says so', () => {
    createAuthSession({ backend, lock: null, channel: null }).dispose()
  })
})

describe('simpleJwt', () => {
  const cases: Record<string, readonly unknown[]> = {
    baseUrl: [undefined, null, 5, {}],
    paths: [null, 5, 'x'],
    'paths.login': [5, null, {}],
    'paths.refresh': [5, null],
    'paths.logout': [5, {}],
    'paths.logoutEverywhere': [5],
    'paths.verify': [5, null],
    fields: [null, 5],
    'fields.access': [5, '', null],
    'fields.refresh': [5, ''],
    'fields.user': [5, ''],
    scheme: [5, null, 'two words'],
    logins: [null, 5, 'google'],
    'logins.google': [5, null, {}],
    successorHeader: [5, '', null, 'not a header'],
    unauthorized: [401, null, 'x'],
  }
  for (const [path, values] of Object.entries(cases)) {
    test.each(values.map((value) => [value]))(`refuses %o as ${path} and names it`, (value) => {
      const error = refusal(() => simpleJwt({ baseUrl, ...at(path, value) } as never))
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain('simpleJwt')
      expect(error.message).toContain(path.split('.').at(-1))
    })
  }

  test('takes undefined for not given', () => {
    const nothing = { paths: undefined, fields: undefined, scheme: undefined, rotation: undefined, logins: undefined }
    const more = { successorHeader: undefined, unauthorized: undefined, password: undefined }
    expect(simpleJwt({ baseUrl, ...nothing, ...more } as never)).toMatchObject({
      kind: 'simplejwt',
      rotation: 'optional',
    })
    expect(simpleJwt({ baseUrl, paths: { login: undefined, logout: null } } as never).methods).toEqual(['password'])
  })

  test('says what an option must be and what it was given', () => {
    expect(refusal(() => simpleJwt({ baseUrl, fields: { user: '' } })).message).toBe(
      'simpleJwt: fields.user must be a name, got a string',
    )
    expect(refusal(() => simpleJwt({ baseUrl: null } as never)).message).toBe(
      'simpleJwt: baseUrl must be a string, got null',
    )
  })

  test('refuses to be called with nothing', () => {
    expect(refusal(() => simpleJwt(undefined as never))).toBeInstanceOf(TypeError)
  })
})

describe('legacyKeys', () => {
  test.each([undefined, {}, { access: 'a' }, { access: '', refresh: 'r' }, { access: 5, refresh: 'r' }])(
    'refuses %o and names the key that is missing',
    (options) => {
      const error = refusal(() => legacyKeys(options as never))
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toMatch(/^legacyKeys: (access|refresh) must be a string that is not empty, got /)
    },
  )
})

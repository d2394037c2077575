import { describe, expect, test } from 'vitest'
import { type CustomOptions, custom } from 'xstate-auth-session/backends'

const answer = { status: 200, headers: new Headers(), body: null }

const options = {
  kind: 'notes',
  baseUrl: 'https://api.example.com',
  logins: { password: async ({ email: _ }: { email: string }) => answer, code: async () => answer },
  renew: async () => answer,
  grant: () => undefined,
  final: { renewal: [{ status: 403 }] },
} satisfies CustomOptions<{ password: { email: string }; code: object }>

test('what is left out is what most servers do', () => {
  const { authorization, errorCode, revoke, ...rest } = custom(options)
  expect(rest).toEqual({
    kind: 'notes',
    baseUrl: 'https://api.example.com',
    rotation: 'optional',
    tokens: 'opaque',
    methods: ['password', 'code'],
    final: { renewal: [{ status: 403 }], accessToken: [{ status: 401 }] },
    renew: options.renew,
    grant: options.grant,
    login: expect.any(Function),
  })
  expect(authorization('token')).toEqual(['Authorization', 'Bearer token'])
  expect([{ error: 'a', code: 'b' }, { code: 'b' }, { error: 1 }, null].map(errorCode)).toEqual(['a', 'b', null, null])
  expect(revoke({ accessToken: 'a', refreshToken: 'b' }, { everywhere: false }, async () => answer)).toBeNull()
})

test('what is given takes the place of it, the members that are optional too', () => {
  const given = {
    rotation: 'always',
    tokens: 'jwt',
    revoke: async () => answer,
    revokes: 'grant',
    authorization: () => null,
    errorCode: () => 'code',
    unauthorized: () => true,
    presumed: () => null,
    final: { renewal: [], accessToken: [] },
  } satisfies Partial<CustomOptions<Record<never, never>>>
  expect(custom({ ...options, ...given })).toMatchObject(given)
})

test('each login is asked by its name, with what it was given', async () => {
  const asked: unknown[] = []
  const note = (name: string) => async (credentials: object) => {
    asked.push([name, credentials])
    return answer
  }
  const { login } = custom({ ...options, logins: { password: note('password'), code: note('code') } })
  await login('code', { code: 1 }, async () => answer)
  await login('password', { email: 'ada' }, async () => answer)
  expect(asked).toEqual([
    ['code', { code: 1 }],
    ['password', { email: 'ada' }],
  ])
})

describe('a backend that is wrong is a TypeError that names', () => {
  test.each<[string, object]>([
    ['custom: kind must be a string that is not empty, got a string', { kind: '' }],
    ['custom: baseUrl must be a string, got undefined', { baseUrl: undefined }],
    ['custom: logins must be an object, got undefined', { logins: undefined }],
    ['custom: logins.password must be a function, got a string', { logins: { password: '/login' } }],
    ['custom: renew must be a function, got undefined', { renew: undefined }],
    ['custom: grant must be a function, got null', { grant: null }],
    ['custom: final must be an object, got an array', { final: [] }],
    ['custom: final.renewal must be an array, got undefined', { final: {} }],
    ['custom: final.accessToken must be an array, got an object', { final: { renewal: [], accessToken: {} } }],
    ["custom: rotation must be 'always', 'optional' or 'never', got a string", { rotation: 'sometimes' }],
    ["custom: tokens must be 'jwt' or 'opaque', got a string", { tokens: 'JWT' }],
    ["custom: revokes must be 'token' or 'grant', got a string", { revokes: 'all' }],
    ['custom: revoke must be a function, got null', { revoke: null }],
    ['custom: successor must be a function, got a string', { successor: 'Refresh-Token' }],
  ])('%s', (message, wrong) => {
    expect(() => custom({ ...options, ...wrong })).toThrow(new TypeError(message))
  })

  test('that there are no options', () => {
    const nothing = undefined as never
    expect(() => custom(nothing)).toThrow(new TypeError('custom: options must be an object, got undefined'))
  })
})

import { expect, test } from 'vitest'
import { type KnownServer, unknownServer } from '../../src/doctor/server'
import { sessionCode } from '../../src/doctor/session-code'
import { typeErrorsIn } from '../docs/sample-types'

const plain: KnownServer = {
  ...unknownServer({ baseUrl: 'https://api.example.com', paths: {}, origin: null, clientId: null }),
  kind: 'simpleJwt',
}

const special: KnownServer = {
  ...plain,
  paths: { login: '/jwt/create/', refresh: '/jwt/refresh/', logout: null, logoutEverywhere: '/jwt/leave/' },
  fields: { username: 'email', password: 'password', access: 'access_token', refresh: 'refresh_token' },
  scheme: 'JWT',
  rotates: true,
  successorHeader: 'X-Next-Token',
  refusal: { status: 403, code: 'token_not_valid' },
}

test('what is as usual is not written out', () => {
  expect(sessionCode({ ...plain, rotates: false })).toBe(`// npm install xstate-auth-session xstate
import { createAuthSession, webStorage } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'

export const session = createAuthSession({
  backend: simpleJwt({ baseUrl: 'https://api.example.com', rotation: 'never' }),
  storage: webStorage(() => sessionStorage),
})`)
})

test('what differs is written out', () => {
  expect(sessionCode(special)).toBe(`// npm install xstate-auth-session xstate idb
import { createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { indexedDbStorage } from 'xstate-auth-session/indexeddb'

export const session = createAuthSession({
  backend: simpleJwt({
    baseUrl: 'https://api.example.com',
    paths: { login: '/jwt/create/', refresh: '/jwt/refresh/', logout: null, logoutEverywhere: '/jwt/leave/' },
    fields: { access: 'access_token', refresh: 'refresh_token' },
    password: {} as { email: string; password: string },
    scheme: 'JWT',
    rotation: 'always',
    successorHeader: 'X-Next-Token',
    async unauthorized({ status }, readBody) {
      if (status === 401) return true
      return status === 403 && Object(await readBody()).code === 'token_not_valid'
    },
  }),
  storage: indexedDbStorage(),
})`)
})

test('what a server is called by ends no string', () => {
  const paths = { ...plain.paths, login: `/it's-"\\/` }
  expect(sessionCode({ ...plain, paths })).toContain(`paths: { login: '/it\\'s-"\\\\/' }`)
})

test.each([
  [
    'slidingHeader',
    'backends',
    'xstate idb',
    "slidingHeader({ baseUrl: 'https://api.example.com', header: 'Refresh-Token', scheme: 'JWT' })",
  ],
  ['cookieSession', 'backends', 'xstate', "cookieSession({ baseUrl: 'https://api.example.com' })"],
  ['oauth2', 'oauth2', 'xstate oauth4webapi idb', "oauth2({ issuer: 'https://id.example.com', clientId: 'app' })"],
] as const)('for %s it writes the call of that backend', (kind, entry, packages, call) => {
  const oauth = { issuer: 'https://id.example.com', clientId: 'app' }
  const code = sessionCode({ ...plain, kind, scheme: 'JWT', successorHeader: 'Refresh-Token', oauth })
  expect(code).toContain(`import { ${kind} } from 'xstate-auth-session/${entry}'`)
  expect(code).toContain(`// npm install xstate-auth-session ${packages}\n`)
  expect(code).toContain(`backend: ${call},`)
})

test('where no backend fits it writes none', () => {
  expect(sessionCode({ ...plain, kind: null })).toBeNull()
})

test('every session has no type error', () => {
  const refusal = { status: 403, code: null }
  const servers: KnownServer[] = [
    plain,
    special,
    { ...plain, rotates: false },
    { ...plain, rotates: true, refusal },
    ...(['slidingHeader', 'cookieSession', 'oauth2'] as const).map((kind) => ({ ...plain, kind })),
  ]
  const blocks = servers.map((server, index) => {
    const text = sessionCode(server) as string
    return { page: `session ${index}`, line: 1, language: 'ts', sample: null, text }
  })
  expect(typeErrorsIn(blocks)).toEqual([])
}, 300_000)

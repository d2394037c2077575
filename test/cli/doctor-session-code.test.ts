import { expect, test } from 'vitest'
import { type Kind, type KnownOauth, type KnownServer, unknownServer } from '../../src/doctor/server'
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

const oauth: KnownOauth = {
  issuer: 'https://id.example.com',
  discovery: 'oidc',
  clientId: 'app',
  tokenEndpoint: 'https://id.example.com/token',
  revocationEndpoint: null,
  scope: null,
}

/** As their own views are called, so that nothing has to be said of them. */
const usual: Readonly<Record<Kind, Partial<KnownServer>>> = {
  simpleJwt: {},
  slidingHeader: {
    paths: { login: '/api-token-auth/', refresh: '/api-token-refresh/', logout: null, logoutEverywhere: null },
    fields: { username: 'username', password: 'password', access: 'token', refresh: 'refresh' },
  },
  cookieSession: {
    paths: {
      login: '/api/session/login/',
      refresh: '/api/session/refresh/',
      logout: '/api/session/logout/',
      logoutEverywhere: null,
    },
  },
  oauth2: { baseUrl: 'https://id.example.com', oauth },
}

const csrf = { cookie: 'csrftoken', header: 'X-CSRFToken', path: null }

const CALLS: readonly (readonly [Kind, packages: string, lines: readonly string[], Partial<KnownServer>])[] = [
  [
    'slidingHeader',
    'xstate idb',
    ["backend: slidingHeader({ baseUrl: 'https://api.example.com', header: 'Refresh-Token', scheme: 'JWT' }),"],
    { scheme: 'JWT', successorHeader: 'Refresh-Token' },
  ],
  [
    'slidingHeader',
    'xstate idb',
    [
      'backend: slidingHeader({',
      "baseUrl: 'https://api.example.com',",
      "header: 'X-Next',",
      'window: 1_200_000,',
      "keepAlive: '/api/me/',",
      "paths: { login: '/in/', logout: '/out/' },",
      "fields: { token: 'jwt' },",
    ],
    {
      successorHeader: 'X-Next',
      window: 1_200_000,
      resource: '/api/me/',
      paths: { login: '/in/', refresh: '/re/', logout: '/out/', logoutEverywhere: null },
      fields: { username: 'username', password: 'password', access: 'jwt', refresh: 'refresh' },
    },
  ],
  [
    'slidingHeader',
    'xstate idb',
    ["backend: slidingHeader({ baseUrl: 'https://api.example.com', refreshPath: '/api-token-refresh/' }),"],
    { renewsToken: true, resource: '/api/me/' },
  ],
  ['cookieSession', 'xstate idb', ["backend: cookieSession({ baseUrl: 'https://api.example.com', csrf: null }),"], {}],
  ['cookieSession', 'xstate idb', ["backend: cookieSession({ baseUrl: 'https://api.example.com' }),"], { csrf }],
  [
    'cookieSession',
    'xstate idb',
    [
      "access: 'cookie',",
      "paths: { profile: '/api/me/' },",
      "csrf: { cookie: 'XSRF-TOKEN', header: 'X-XSRF-TOKEN', path: '/csrf/' },",
      "hintCookie: 'signed_in',",
    ],
    {
      access: 'cookie',
      resource: '/api/me/',
      hintCookie: 'signed_in',
      csrf: { cookie: 'XSRF-TOKEN', header: 'X-XSRF-TOKEN', path: '/csrf/' },
    },
  ],
  [
    'oauth2',
    'xstate oauth4webapi idb',
    [
      "backend: oauth2({ issuer: 'https://id.example.com', clientId: 'app' }),",
      "origins: ['https://api.example.com'],",
    ],
    {},
  ],
  [
    'oauth2',
    'xstate oauth4webapi idb',
    [
      "endpoints: { token: 'https://id.example.com/token', revocation: 'https://id.example.com/revoke' },",
      "clientId: 'app',",
      "rotation: 'never',",
      "origins: ['https://api.other.example'],",
    ],
    {
      resource: 'https://api.other.example/me',
      rotates: false,
      oauth: { ...oauth, issuer: null, revocationEndpoint: 'https://id.example.com/revoke' },
    },
  ],
  [
    'oauth2',
    'xstate oauth4webapi idb',
    ["discovery: 'oauth2',", "scope: 'openid offline_access',", "origins: ['https://id.example.com'],"],
    { resource: '/me', rotates: true, oauth: { ...oauth, discovery: 'oauth2', scope: 'openid offline_access' } },
  ],
]

test.each(CALLS)('for %s with %s it writes %j', (kind, packages, lines, facts) => {
  const code = sessionCode({ ...plain, kind, ...usual[kind], ...facts })!
  const entry = kind === 'oauth2' ? 'oauth2' : 'backends'
  expect(code).toContain(`import { ${kind} } from 'xstate-auth-session/${entry}'`)
  expect(code).toContain(`// npm install xstate-auth-session ${packages}\n`)
  expect(code).toContain('\n  storage: indexedDbStorage(),\n})')
  const written = code.split('\n').map((line) => line.trim())
  expect(written.filter((line) => lines.includes(line))).toEqual(lines)
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
    ...CALLS.map(([kind, _, __, facts]) => ({ ...plain, kind, ...usual[kind], ...facts })),
  ]
  const blocks = servers.map((server, index) => {
    const text = sessionCode(server) as string
    return { page: `session ${index}`, line: 1, language: 'ts', sample: null, text }
  })
  expect(typeErrorsIn(blocks)).toEqual([])
}, 300_000)

import type { KnownServer } from './server'

/**
 * The module that makes a session for this server; `null` where no backend fits. What each backend takes stands here and
 * nowhere else in the doctor.
 */
export function sessionCode(server: KnownServer): string | null {
  const { kind } = server
  if (kind === null) return null
  const options = OPTIONS[kind](server)
  const isForOneTab = kind === 'simpleJwt' && server.rotates === false
  const storage = isForOneTab ? 'webStorage(() => sessionStorage)' : 'indexedDbStorage()'
  const origins = originsOf(server)
  const [entry, packages] = kind === 'oauth2' ? ['oauth2', ['oauth4webapi']] : ['backends', []]
  const needed = [...packages, ...(isForOneTab ? [] : ['idb'])]
  return [
    `// ${['npm install xstate-auth-session xstate', ...needed].join(' ')}`,
    `import { createAuthSession${isForOneTab ? ', webStorage' : ''} } from 'xstate-auth-session'`,
    `import { ${kind} } from 'xstate-auth-session/${entry}'`,
    ...(isForOneTab ? [] : ["import { indexedDbStorage } from 'xstate-auth-session/indexeddb'"]),
    '',
    'export const session = createAuthSession({',
    ...call(`backend: ${kind}`, options).map((line) => `  ${line}`),
    ...(origins.length > 0 ? [`  origins: [${origins.map(quoted).join(', ')}],`] : []),
    `  storage: ${storage},`,
    '})',
  ].join('\n')
}

type Lines = readonly (string | false | null)[]

const OPTIONS: Readonly<Record<NonNullable<KnownServer['kind']>, (server: KnownServer) => Lines>> = {
  simpleJwt: ({ baseUrl, paths, fields, scheme, rotates, successorHeader, refusal }) => [
    `baseUrl: ${quoted(baseUrl)}`,
    group('paths', {
      login: paths.login !== '/api/token/' && paths.login,
      refresh: paths.refresh !== '/api/token/refresh/' && paths.refresh,
      logout: paths.logout !== '/api/token/blacklist/' && paths.logout,
      logoutEverywhere: paths.logoutEverywhere ?? false,
    }),
    group('fields', {
      access: fields.access !== 'access' && fields.access,
      refresh: fields.refresh !== 'refresh' && fields.refresh,
    }),
    credentials({ fields }),
    scheme !== 'Bearer' && `scheme: ${quoted(scheme)}`,
    rotates !== null && `rotation: ${rotates ? "'always'" : "'never'"}`,
    successorHeader && `successorHeader: ${quoted(successorHeader)}`,
    refusal && unauthorized(refusal),
  ],
  slidingHeader: ({ baseUrl, paths, fields, scheme, refusal, resource, window, ...server }) => [
    `baseUrl: ${quoted(baseUrl)}`,
    server.successorHeader && `header: ${quoted(server.successorHeader)}`,
    scheme !== 'Bearer' && `scheme: ${quoted(scheme)}`,
    window !== null && `window: ${grouped(window)}`,
    server.renewsToken
      ? `refreshPath: ${quoted(paths.refresh)}`
      : server.successorHeader && resource && `keepAlive: ${quoted(resource)}`,
    group('paths', {
      login: paths.login !== '/api-token-auth/' && paths.login,
      logout: paths.logout ?? false,
      logoutEverywhere: paths.logoutEverywhere ?? false,
    }),
    group('fields', { token: fields.access !== 'token' && fields.access }),
    credentials({ fields }),
    refusal && unauthorized(refusal),
  ],
  cookieSession: ({ baseUrl, paths, fields, scheme, access, csrf, hintCookie, tellsUser, resource, refusal }) => [
    `baseUrl: ${quoted(baseUrl)}`,
    access === 'cookie' && "access: 'cookie'",
    group('paths', {
      login: paths.login !== '/api/session/login/' && paths.login,
      refresh: paths.refresh !== '/api/session/refresh/' && paths.refresh,
      logout: paths.logout !== null && paths.logout !== '/api/session/logout/' && paths.logout,
      logoutEverywhere: paths.logoutEverywhere ?? false,
      profile: !tellsUser && resource !== null && /\/(me|user)\/?$/.test(resource) && resource,
    }),
    group('fields', { access: access === 'body' && fields.access !== 'access' && fields.access }),
    credentials({ fields }),
    scheme !== 'Bearer' && `scheme: ${quoted(scheme)}`,
    csrf === null
      ? 'csrf: null'
      : group('csrf', {
          cookie: csrf.cookie !== 'csrftoken' && csrf.cookie,
          header: csrf.header !== 'X-CSRFToken' && csrf.header,
          path: csrf.path ?? false,
        }),
    hintCookie && `hintCookie: ${quoted(hintCookie)}`,
    refusal && unauthorized(refusal),
  ],
  oauth2: ({ oauth, rotates, scheme }) => [
    oauth?.issuer === null
      ? group('endpoints', { token: oauth.tokenEndpoint, revocation: oauth.revocationEndpoint ?? false })
      : `issuer: ${quoted(oauth?.issuer ?? '')}`,
    oauth?.discovery === 'oauth2' && "discovery: 'oauth2'",
    `clientId: ${quoted(oauth?.clientId ?? 'the client’s id')}`,
    oauth?.scope ? `scope: ${quoted(oauth.scope)}` : null,
    rotates !== null && `rotation: ${rotates ? "'always'" : "'never'"}`,
    scheme !== 'Bearer' && `scheme: ${quoted(scheme)}`,
  ],
}

/** Of the API, where that is not the token server: tokens go nowhere else. */
function originsOf({ kind, baseUrl, resource }: KnownServer): string[] {
  if (kind === 'oauth2') return [resource === null ? 'https://api.example.com' : new URL(resource, baseUrl).origin]
  const own = new URL(baseUrl).origin
  const other = resource === null ? own : new URL(resource, baseUrl).origin
  return other === own ? [] : [own, other]
}

const credentials = ({ fields: { username, password } }: Pick<KnownServer, 'fields'>) =>
  (username !== 'username' || password !== 'password') && `password: {} as { ${username}: string; ${password}: string }`

/** On one line where there is room. */
function call(name: string, options: Lines): readonly string[] {
  const given = options.filter((option) => typeof option === 'string')
  const line = `${name}({ ${given.join(', ')} }),`
  if (line.length < 112 && !line.includes('\n')) return [line]
  return [`${name}({`, ...given.flatMap((option) => `${option},`.split('\n')).map((each) => `  ${each}`), '}),']
}

function group(name: string, values: Readonly<Record<string, string | null | false>>): string | false {
  const given = Object.entries(values).filter(([, value]) => value !== false)
  const inner = given.map(([key, value]) => `${key}: ${value === null ? 'null' : quoted(String(value))}`)
  return inner.length > 0 && `${name}: { ${inner.join(', ')} }`
}

function unauthorized({ status, code }: NonNullable<KnownServer['refusal']>): string {
  if (code === null) return `unauthorized: ({ status }) => status === 401 || status === ${status}`
  return [
    'async unauthorized({ status }, readBody) {',
    '  if (status === 401) return true',
    `  return status === ${status} && Object(await readBody()).code === ${quoted(code)}`,
    '}',
  ].join('\n')
}

/** By thousands: `14_000`. */
const grouped = (number: number) => String(number).replace(/\B(?=(\d{3})+$)/g, '_')

/** As a literal of TypeScript. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

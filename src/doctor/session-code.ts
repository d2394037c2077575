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
  const usesIndexedDb = !isForOneTab && kind !== 'cookieSession'
  const storage = isForOneTab ? 'webStorage(() => sessionStorage)' : 'indexedDbStorage()'
  const [entry, packages] = kind === 'oauth2' ? ['oauth2', ['oauth4webapi']] : ['backends', []]
  const needed = [...packages, ...(usesIndexedDb ? ['idb'] : [])]
  return [
    `// ${['npm install xstate-auth-session xstate', ...needed].join(' ')}`,
    `import { createAuthSession${isForOneTab ? ', webStorage' : ''} } from 'xstate-auth-session'`,
    `import { ${kind} } from 'xstate-auth-session/${entry}'`,
    ...(usesIndexedDb ? ["import { indexedDbStorage } from 'xstate-auth-session/indexeddb'"] : []),
    '',
    'export const session = createAuthSession({',
    ...call(`backend: ${kind}`, options).map((line) => `  ${line}`),
    ...(kind === 'cookieSession' ? [] : [`  storage: ${storage},`]),
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
    (fields.username !== 'username' || fields.password !== 'password') &&
      `password: {} as { ${fields.username}: string; ${fields.password}: string }`,
    scheme !== 'Bearer' && `scheme: ${quoted(scheme)}`,
    rotates !== null && `rotation: ${rotates ? "'always'" : "'never'"}`,
    successorHeader && `successorHeader: ${quoted(successorHeader)}`,
    refusal && unauthorized(refusal),
  ],
  slidingHeader: ({ baseUrl, scheme, successorHeader }) => [
    `baseUrl: ${quoted(baseUrl)}`,
    `header: ${quoted(successorHeader ?? 'Refresh-Token')}`,
    `scheme: ${quoted(scheme)}`,
  ],
  cookieSession: ({ baseUrl }) => [`baseUrl: ${quoted(baseUrl)}`],
  oauth2: ({ oauth }) => [
    `issuer: ${quoted(oauth?.issuer ?? '')}`,
    `clientId: ${quoted(oauth?.clientId ?? 'the client’s id')}`,
  ],
}

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

/** As a literal of TypeScript. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

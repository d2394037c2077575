import { checkShape } from '../shape'
import type { Answer, AuthBackend, Call, FinalAnswer, LoginMethods } from './backend'
import { checkFinal } from './final-answers'

/** How a login is made: what it takes, and the request. Give the first a type, and `session.login` has it. */
export type CustomLogin<Credentials> = (credentials: Credentials, call: Call) => Promise<Answer>

type Asked = 'kind' | 'baseUrl' | 'renew' | 'grant'
type Shortened = 'login' | 'methods' | 'final' | '~logins' | '~user'
type Optional = { readonly [Member in Exclude<keyof AuthBackend, Asked | Shortened>]?: AuthBackend[Member] | undefined }

/**
 * What {@link custom} takes: the members of an {@link AuthBackend}, with less to write. Of those that are left out, `rotation`
 * is `'optional'`, `tokens` `'opaque'`, `revoke` can't, `authorization` is `Bearer`, and `errorCode` the body's `error` (RFC
 * 6749, section 5.2) or `code`.
 */
export interface CustomOptions<Logins = LoginMethods> extends Pick<AuthBackend, Asked>, Optional {
  /** Each login by its name; the first is what `login(credentials)` uses. */
  readonly logins: { readonly [Method in keyof Logins]: CustomLogin<Logins[Method]> }
  readonly final: {
    /** Answers to a renewal that say: this refresh token will never be taken again. Any other keeps the session. */
    readonly renewal: readonly FinalAnswer[]
    /** Refusals by a resource that end a session which nothing can renew. Default: every 401. */
    readonly accessToken?: readonly FinalAnswer[] | undefined
  }
}

/** A login that takes nothing takes an empty object. */
type TypedLogins<Logins> = { [Method in keyof Logins]: Logins[Method] extends object ? Logins[Method] : object }

/**
 * A backend for a server of your own: each login typed by what it takes, and defaults for what most servers do alike. Prove
 * it with `backendConformance` of `xstate-auth-session/testing`.
 *
 * @throws TypeError that names the member that is missing, or is none of what it may be.
 */
export function custom<Logins extends { readonly [Method in keyof Logins]: unknown }>(
  options: CustomOptions<Logins>,
): AuthBackend<TypedLogins<Logins>> {
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`custom: ${name}`, value, wanted, fits)
  check('options', options, 'an object')
  const { logins, final, ...given } = options
  check('kind', given.kind, 'a string that is not empty', typeof given.kind === 'string' && given.kind !== '')
  check('baseUrl', given.baseUrl, 'a string')
  check('logins', logins, 'an object')
  const byName: Readonly<Record<string, CustomLogin<never>>> = { ...logins }
  for (const [name, login] of Object.entries(byName)) check(`logins.${name}`, login, 'a function')
  check('final', final, 'an object')
  const { renewal, accessToken = [{ status: 401 }] } = final
  checkFinal('custom: final.renewal', renewal)
  checkFinal('custom: final.accessToken', accessToken)
  const { rotation = 'optional', tokens = 'opaque', revoke = () => null } = given
  const { authorization = bearer, errorCode = readCode } = given
  check('rotation', rotation, "'always', 'optional' or 'never'", ['always', 'optional', 'never'].includes(rotation))
  check('tokens', tokens, "'jwt' or 'opaque'", ['jwt', 'opaque'].includes(tokens))
  if (given.revokes !== undefined)
    check('revokes', given.revokes, "'token' or 'grant'", ['token', 'grant'].includes(given.revokes))
  const defaults = { rotation, tokens, revoke, authorization, errorCode }
  const members: Readonly<Record<string, unknown>> = { ...given, ...defaults }
  for (const name of REQUIRED) check(name, members[name], 'a function')
  for (const name of OPTIONAL) if (members[name] !== undefined) check(name, members[name], 'a function')
  return {
    ...(given as Pick<AuthBackend, Asked>),
    ...defaults,
    methods: Object.keys(byName),
    final: { renewal, accessToken },
    login: (method, credentials, call) => (byName[method] as CustomLogin<object>)(credentials, call),
  }
}

const REQUIRED = ['renew', 'grant', 'revoke', 'authorization', 'errorCode']
const OPTIONAL = ['verify', 'isRevoked', 'describe', 'presumed', 'send', 'unauthorized', 'successor', 'hint']

const bearer = (accessToken: string) => ['Authorization', `Bearer ${accessToken}`] as const

function readCode(body: unknown): string | null {
  const { error, code } = Object(body)
  return [error, code].find((name): name is string => typeof name === 'string') ?? null
}

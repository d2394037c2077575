import { jwtDecode } from 'jwt-decode'
import { AuthSessionError } from '../errors'
import { checkShape } from '../shape'
import type { Answer, AuthBackend, Call, Grant, LoginMethods } from './backend'
import { checkPath } from './path'
import { pathsOf, type StandardSchema } from './standard-schema'

export interface WithUserOptions<User> {
  /**
   * What tells of the user when a session begins: a `profile` view that is asked by GET, with the new token; the `claims` of
   * the access token; or the `grant`, which is the login's own answer or what `setTokens` is given. Default `profile`.
   */
  readonly from?: 'profile' | 'claims' | 'grant' | undefined
  /** The profile view. Default `/api/me/` */
  readonly path?: string | undefined
  /** What a user is; its output is what the snapshot shows, and types it. It has to be JSON: a store keeps it. By default as the server tells it. */
  readonly schema?: StandardSchema<User> | undefined
}

/**
 * The same backend, which knows who the user is: `session.getSnapshot().user`, typed by the schema or by the backend.
 *
 * A login whose user can't be told is refused, and its tokens are revoked: as `unreachable` where the profile view can't be
 * reached, and as `malformed_grant` where its answer is none, or does not fit the schema. A session that is restored has its
 * user with it: nobody is asked.
 *
 * @throws TypeError that names the option.
 */
export function withUser<Logins extends LoginMethods, Known, User = Known>(
  backend: AuthBackend<Logins, Known>,
  options: WithUserOptions<User> = {},
): AuthBackend<Logins, User> {
  const { from = 'profile', path = '/api/me/', schema } = options
  const check = (name: string, value: unknown, wanted: string, fits?: boolean) =>
    checkShape(`withUser: ${name}`, value, wanted, fits)
  check('backend', backend, 'an object')
  check('from', from, "'profile', 'claims' or 'grant'", ['profile', 'claims', 'grant'].includes(from))
  checkPath('withUser: path', path)
  if (schema !== undefined)
    check('schema', schema, 'a Standard Schema', typeof Object(schema)['~standard']?.validate === 'function')

  const ask = async ({ accessToken }: Grant, call: Call): Promise<unknown> => {
    const header = backend.authorization(accessToken)
    const headers = { Accept: 'application/json', ...(header && { [header[0]]: header[1] }) }
    const url = backend.baseUrl.replace(/\/+$/, '') + path
    const answer = await call({ url, headers }).catch(() => null)
    return readProfile(answer)
  }
  const find = (grant: Grant, call: Call): unknown => {
    if (from === 'profile') return ask(grant, call)
    return from === 'claims' ? jwtDecode(grant.accessToken) : grant.user
  }
  const refine = async (user: unknown): Promise<unknown> => {
    if (!schema) return user
    const result = await schema['~standard'].validate(user)
    if (result.issues)
      throw new AuthSessionError('malformed_grant', `the user does not fit its schema at ${pathsOf(result.issues)}`)
    return result.value
  }
  const { '~user': _, ...same } = backend
  return {
    ...same,
    async describe(given, call) {
      const grant = (await backend.describe?.(given, call)) ?? given
      return { ...grant, user: await refine(await find(grant, call)) }
    },
  }
}

/** @throws AuthSessionError `unreachable`, `malformed_grant` */
function readProfile(answer: Answer | null): unknown {
  const { status = 0, body } = answer ?? {}
  if (status >= 200 && status < 300 && body !== undefined) return body
  if (answer === null || status === 408 || status === 429 || status >= 500)
    throw new AuthSessionError('unreachable', 'the profile view does not answer', answer ? { status } : {})
  throw new AuthSessionError('malformed_grant', `the profile view answers ${status}: check its path`, { status })
}

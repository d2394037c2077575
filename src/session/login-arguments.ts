import type { AuthBackend } from '../backends/backend'
import { AuthSessionError } from '../errors'
import { checkShape, isText } from '../shape'

/** `login(credentials)` and `login(method, credentials)`, told apart and checked. */
export function loginArguments(args: readonly unknown[], backend: AuthBackend): [method: string, credentials: object] {
  const named = isText(args[0])
  const method = named ? String(args[0]) : (backend.methods[0] as string)
  const credentials = args[named ? 1 : 0]
  if (!backend.methods.includes(method)) {
    const known = backend.methods.join(', ')
    throw new AuthSessionError('unsupported', `the backend has no login '${method}', only ${known}`)
  }
  checkShape('session.login: credentials', credentials, 'an object')
  return [method, credentials as object]
}

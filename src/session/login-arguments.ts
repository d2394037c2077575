import type { AuthBackend } from '../backends/backend'
import { AuthSessionError } from '../errors'
import { checkShape, isText } from '../shape'

/** `login(credentials)` and `login(method, credentials)`, told apart and checked. */
export function loginArguments(args: readonly unknown[], backend: AuthBackend): [method: string, credentials: object] {
  const [method, credentials] = (isText(args[0]) ? args : [backend.methods[0], args[0]]) as [string, object]
  if (!backend.methods.includes(method)) {
    throw new AuthSessionError(
      'unsupported',
      `the backend has no login '${method}', only ${backend.methods.join(', ')}`,
    )
  }
  checkShape('session.login: credentials', credentials, 'an object')
  return [method, credentials]
}

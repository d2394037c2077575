import type { AuthBackend } from '../backends/backend'

/** What the doctor needs of a backend. */
export type Speaker = Pick<
  AuthBackend,
  'renew' | 'revoke' | 'isRevoked' | 'grant' | 'final' | 'errorCode' | 'hint' | 'send'
>

import type { AuthSnapshot } from 'xstate-auth-session'
import { type User, users } from '../../users'

/** Who is logged in. */
export const userOf = ({ claims }: Pick<AuthSnapshot, 'claims'>): User | null =>
  users.find(({ id }) => String(id) === String(claims?.['user_id'])) ?? null

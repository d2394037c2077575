import type { SnapshotFrom } from 'xstate'
import type { AuthSnapshot } from 'xstate-auth-session'
import type { sessionMachine } from 'xstate-auth-session/machines'
import { users } from '../users'

export type User = (typeof users)[number]

/** Who is logged in. */
export const userOf = ({ claims }: AuthSnapshot): User | null =>
  users.find(({ id }) => String(id) === String(claims?.['user_id'])) ?? null

/** What the panels of the page show. */
export interface View {
  readonly snapshot: AuthSnapshot
  readonly context: SnapshotFrom<typeof sessionMachine>['context']
  /** Who is logged in. */
  readonly user: User | null
  /** ms since the epoch */
  readonly now: number
  /** Life of an access token in ms. */
  readonly lifetime: number
  /** Whether the server can be reached. */
  readonly up: boolean
}

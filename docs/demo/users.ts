import type { Account } from '../../test/backends/embedded'

/** Who can log in. */
export const users = [
  { id: 1, username: 'ada', password: 'lovelace', name: 'Ada Lovelace' },
  { id: 2, username: 'grace', password: 'hopper', name: 'Grace Hopper' },
] as const satisfies readonly Account[]

/** What one logs in with. */
export type Credentials = Pick<Account, 'username' | 'password'>

export type User = (typeof users)[number]

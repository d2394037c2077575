/** A user as the server knows it. */
export interface Account {
  readonly id: number
  readonly username: string
  readonly password: string
  /** What a page shows. */
  readonly name: string
}

/** A user as an answer shows it. */
export interface UserFacts {
  readonly id: number
  readonly username: string
  readonly name: string
}

/** The users of one server. */
export interface Accounts {
  readonly all: readonly Account[]
  byId(id: number): Account | undefined
  byUsername(username: string): Account | undefined
  create(account: Omit<Account, 'id'>): Account
  isActive(account: Account): boolean
  /** Unknown ids are a `TypeError`, so that a test can't deactivate nobody. */
  setActive(id: number, active: boolean): Account
  /** No later user gets its id. Unknown ids are a `TypeError`. */
  remove(id: number): Account
}

/** Starts from `users`, all of them active. */
export function createAccounts(users: readonly Account[]): Accounts {
  const all = [...users]
  const inactive = new Set<number>()
  const byId = (id: number) => all.find((account) => account.id === id)
  let lastId = Math.max(0, ...all.map(({ id }) => id))

  function known(id: number): Account {
    const account = byId(id)
    if (!account) throw new TypeError(`no user has the id ${id}`)
    return account
  }

  return {
    all,
    byId,
    byUsername: (username) => all.find((account) => account.username === username),
    create(account) {
      lastId += 1
      const created = { id: lastId, ...account }
      all.push(created)
      return created
    },
    isActive: (account) => !inactive.has(account.id),
    setActive(id, active) {
      const account = known(id)
      if (active) inactive.delete(id)
      else inactive.add(id)
      return account
    },
    remove(id) {
      const account = known(id)
      all.splice(all.indexOf(account), 1)
      return account
    },
  }
}

/** Leaves the password out. */
export function userFacts({ id, username, name }: Account): UserFacts {
  return { id, username, name }
}

import type { FaultKind } from './fault'

/** How a login was proved. */
export type LoginMethod = 'password' | 'google' | 'signup'

interface Line {
  readonly method: string
  readonly path: string
}

interface Actor {
  /** Username, or `null` where nobody was recognised. */
  readonly user: string | null
  readonly family: number | null
  /** Of the access token that came along. */
  readonly generation: number | null
}

/** What happened, without the time. No fact carries a token. */
export type ServerFact =
  | { type: 'login'; user: string; family: number; method: LoginMethod }
  | {
      type: 'refreshed'
      user: string
      family: number
      /** Of the new access token. */
      generation: number
      /** Of the new refresh token; `null` without rotation. */
      refreshGeneration: number | null
      graced: boolean
    }
  | { type: 'succeeded'; user: string; family: number; generation: number }
  | { type: 'reuse'; user: string; family: number; times: number; revokes: boolean }
  | { type: 'blacklisted'; user: string; family: number }
  | ({ type: 'served'; status: number } & Line & Actor)
  | ({ type: 'refused'; status: number; why: string } & Line & Actor)
  | ({ type: 'unanswered' } & Line)
  | ({ type: 'fault'; kind: FaultKind } & Line)
  | { type: 'revoked'; what: 'access tokens' | 'families'; user: string | null; count: number }
  | { type: 'keyRotated' }
  | { type: 'account'; user: string; active: boolean }
  | { type: 'deleted'; user: string }
  | { type: 'network'; up: boolean }

/** One readable fact about what the server did; `at` in ms of its own clock. */
export type ServerEvent = ServerFact & { readonly at: number }

/** Stamps a fact and hands it to `options.log`. */
export type EmitEvent = (fact: ServerFact) => void

/** One aligned line for a terminal, times in UTC; it holds no token. */
export function describe(event: ServerEvent): string {
  const time = new Date(event.at).toISOString().slice(11, 23)
  return `${time}  ${event.type.padEnd(11)}  ${sentence(event)}`
}

function sentence(event: ServerEvent): string {
  switch (event.type) {
    case 'login':
      return `${login(event)} by ${event.method}`
    case 'refreshed': {
      const rotated = event.refreshGeneration === null ? '' : `, refresh #${event.refreshGeneration}`
      return `${access(event)}${rotated}${event.graced ? ', within the grace' : ''}`
    }
    case 'succeeded':
      return `${access(event)}, by header`
    case 'reuse':
      return `${login(event)}, ${event.times} so far${event.revokes ? ': every token of this login is revoked' : ''}`
    case 'blacklisted':
      return login(event)
    case 'served':
      return `${exchange(event)}  ${access(event)}`
    case 'refused':
      return `${exchange(event)}  ${access(event)}: ${event.why}`
    case 'unanswered':
      return `${request(event)}  ---`
    case 'fault':
      return `${request(event)}  ${event.kind}`
    case 'revoked':
      return `${event.count} ${event.what} of ${event.user ?? 'everybody'}`
    case 'keyRotated':
      return 'every token so far is void'
    case 'account':
      return `${event.user} is ${event.active ? 'active' : 'inactive'}`
    case 'deleted':
      return `${event.user} is no user any more`
    case 'network':
      return event.up ? 'up' : 'down'
  }
}

function login({ user, family }: { user: string; family: number }): string {
  return `login ${family} of ${user}`
}

function access({ user, family, generation }: Actor): string {
  return user === null ? 'nobody' : generation === null ? user : `access #${generation} of ${user} (login ${family})`
}

function request({ method, path }: Line): string {
  return `${method.padEnd(6)} ${path.padEnd(24)}`
}

function exchange(event: Line & { status: number }): string {
  return `${request(event)}  ${event.status}`
}

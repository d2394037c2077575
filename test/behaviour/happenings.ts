export type User = 'ada' | 'grace'

/** What may be wrong where tokens are renewed. The last two befall one renewal only. */
export type Trouble =
  /** 503, again and again. */
  | 'busy'
  /** It takes a request and does nothing with it. */
  | 'stuck'
  /** It does what it is asked, and the answer does not come. */
  | 'late'
  /** It renews, and the connection is gone before the answer. */
  | 'losing'
  /** 503, with a `Retry-After` that is longer than anybody waits. */
  | 'patient'

export type Moment = 'renewal due' | 'token over' | 'a while' | 'refresh token over' | 'patience over' | 'a long while'

export type How = 'auto' | 'required' | 'hold'

/** Everything that can happen to a session, as somebody sees it who looks at the screen, the server and the clock. */
export type Happening =
  | { readonly type: 'user.loggedIn'; readonly as: User }
  | { readonly type: 'user.loggedOut' | 'user.acknowledged' | 'page.reloaded' }
  | { readonly type: 'request.sent'; readonly how: How }
  | { readonly type: 'request.aborted' }
  | { readonly type: 'time.passed'; readonly to: Moment }
  | { readonly type: 'device.slept'; readonly to: Moment }
  | { readonly type: 'device.woke' }
  | { readonly type: 'server.fell'; readonly into: Trouble }
  | { readonly type: 'server.recovered' | 'access.revoked' | 'refresh.revoked' }
  | { readonly type: 'network.went' | 'network.came' }
  | { readonly type: 'sibling.loggedIn'; readonly as: User }
  | { readonly type: 'sibling.loggedOut' | 'sibling.renewed' }

export const happenings: readonly Happening[] = [
  { type: 'user.loggedIn', as: 'ada' },
  { type: 'user.loggedIn', as: 'grace' },
  { type: 'user.loggedOut' },
  { type: 'user.acknowledged' },
  { type: 'page.reloaded' },
  { type: 'request.sent', how: 'auto' },
  { type: 'request.sent', how: 'required' },
  { type: 'request.sent', how: 'hold' },
  { type: 'request.aborted' },
  { type: 'time.passed', to: 'renewal due' },
  { type: 'time.passed', to: 'token over' },
  { type: 'time.passed', to: 'a while' },
  { type: 'time.passed', to: 'refresh token over' },
  { type: 'time.passed', to: 'patience over' },
  { type: 'time.passed', to: 'a long while' },
  { type: 'device.slept', to: 'renewal due' },
  { type: 'device.slept', to: 'token over' },
  { type: 'device.slept', to: 'refresh token over' },
  { type: 'device.woke' },
  { type: 'server.fell', into: 'busy' },
  { type: 'server.fell', into: 'stuck' },
  { type: 'server.fell', into: 'late' },
  { type: 'server.fell', into: 'losing' },
  { type: 'server.fell', into: 'patient' },
  { type: 'server.recovered' },
  { type: 'access.revoked' },
  { type: 'refresh.revoked' },
  { type: 'network.went' },
  { type: 'network.came' },
  { type: 'sibling.loggedIn', as: 'ada' },
  { type: 'sibling.loggedIn', as: 'grace' },
  { type: 'sibling.loggedOut' },
  { type: 'sibling.renewed' },
]

/** In words: `time passed (token over)`. */
export function say({ type, ...details }: Happening): string {
  const words = Object.values(details).join(' ')
  return type.replace('.', ' ') + (words && ` (${words})`)
}

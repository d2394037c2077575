/** A login at an SDK's service, which every stand-in is about. */
export const login = {
  user: null as string | null,
  isUp: true,
  /** Tokens made so far. */
  made: 0,
  /** Refuses to refresh, as an SDK does where only the user can help. */
  refusal: null as (() => never) | null,
}

let token = ''

export function begin(): void {
  Object.assign(login, { user: 'ada', isUp: true, made: 0, refusal: null })
  token = ''
}

/** The token that there is, or a new one. */
export function refresh(force: boolean): string {
  if (!force && token) return token
  if (!login.isUp) throw Object.assign(new TypeError('Failed to fetch'), { code: 'auth/network-request-failed' })
  login.refusal?.()
  login.made++
  token = `token-${login.made}`
  return token
}

export function end(): void {
  login.user = null
}

/** Good, works but costs something, breaks a session, or not looked at. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'skip'

/** What each finding asks, by its id; `docs/doctor.md` lists them. The ids are stable: machines read them. */
export const QUESTIONS = {
  reach: 'Does the host answer?',
  transport: 'Do secrets cross the network encrypted?',
  bounds: 'Was everything measured within the bounds?',
  'oauth.metadata': 'Does it publish its endpoints (RFC 8414)?',
  'oauth.grants': 'Does it renew by refresh tokens (RFC 6749)?',
  'oauth.revocation': 'Can a logout revoke (RFC 7009)?',
  'login.view': 'Is there a view that takes credentials?',
  slash: 'What does its path without the trailing slash lead to?',
  login: 'Do the test credentials bring tokens?',
  'lifetime.access': 'How long does an access token live?',
  'lifetime.refresh': 'How long may a user stay away?',
  clock: 'Does the server tell the time, and the right one?',
  csrf: 'Can another site act in the user’s name?',
  'csrf.refresh': 'Does a POST of another site renew the login?',
  'csrf.logout': 'Does a POST of another site end the login?',
  'refusal.missing': 'How is a request without a token refused?',
  'refusal.garbage': 'How is a bad token refused?',
  resource: 'Is the access token taken?',
  successor: 'Do answers bring a successor of the access token?',
  'refresh.view': 'Is a bad refresh token refused as such?',
  rotation: 'Does a renewal bring a new refresh token?',
  logout: 'Does a logout end the refresh token?',
  'logout.access': 'For how long does the access token outlive it?',
  'logout.others': 'Does it leave other logins alone?',
  'logout.everywhere': 'Does a logout everywhere end the other logins?',
  reuse: 'What does the second use of a refresh token do?',
  'cors.origin': 'May pages of the origin read the answers?',
  'cors.preflight': 'May they send what a session sends?',
  'cors.expose': 'May they read the headers that a session reads?',
} as const

export type FindingId = keyof typeof QUESTIONS

/** One thing that was measured. Never holds a secret. */
export interface Finding {
  readonly id: FindingId
  readonly verdict: Verdict
  /** What was observed. */
  readonly seen: string
  /** What to do; `null` where there is nothing to do. */
  readonly cure: string | null
}

export const pass = (id: FindingId, seen: string): Finding => ({ id, verdict: 'pass', seen, cure: null })

export const warn = (id: FindingId, seen: string, cure: string): Finding => ({ id, verdict: 'warn', seen, cure })

export const fail = (id: FindingId, seen: string, cure: string): Finding => ({ id, verdict: 'fail', seen, cure })

/** `cure`: what would have it measured. */
export const skip = (id: FindingId, seen: string, cure: string | null = null): Finding => ({
  id,
  verdict: 'skip',
  seen,
  cure,
})

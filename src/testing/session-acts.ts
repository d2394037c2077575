/** What may happen to a session, each as a test title tells it. */
export const ACTS = {
  open: 'the app opens',
  restore: 'the store answers',
  logIn: 'the user logs in',
  logInAsAnother: 'another user logs in',
  logOut: 'the user logs out',
  acknowledge: 'the user has seen that the session ended',
  tokenDue: 'the token nears its end',
  tokenEnd: 'the token ends',
  tokenRefused: 'a request meets a revoked token',
  renewalGranted: 'the renewal is granted',
  renewalFailed: 'the renewal fails',
  renewalRefused: 'the renewal is refused',
  sleep: 'the device sleeps past the end of the token',
  reload: 'the page is reloaded',
  returnLate: 'the page is opened again after the end of the token',
  logInElsewhere: 'somebody logs in in another tab',
  logOutElsewhere: 'the user logs out in another tab',
} as const

/** Something that happens to a session: by its user, the server, time, or another tab. */
export type SessionAct = keyof typeof ACTS

import type {
  EndReason,
  RenewalDelay,
  SessionContext,
  SessionFacts,
  SessionInput,
  TokenFacts,
} from './session.vocabulary'
import type { Stamp } from './stamp'

type Change = Partial<SessionContext>

const NO_TOKEN: TokenFacts = { expiresAt: null, usableUntil: null, renewAt: null, renewable: false }

/** What holds for a token holds no longer once it is replaced or gone. */
const CLEAN = { endReason: null, exhausted: false, refused: false, proving: false, delay: null } as const

export function initialContext(input: SessionInput): SessionContext {
  return {
    ...CLEAN,
    settings: input,
    stamp: null,
    token: NO_TOKEN,
    armedAt: 0,
    subject: null,
    lastLogin: null,
    hidden: false,
    waiting: 0,
    held: 0,
    persistence: input.persistence,
    revocation: { stamp: null, everywhere: false },
  }
}

/** Another login: nothing of the last one stays. */
export function beginEpoch(context: SessionContext, fact: SessionFacts & { readonly at: number }): Change {
  return {
    ...CLEAN,
    stamp: fact.stamp,
    token: fact.token,
    subject: fact.subject,
    lastLogin: fact.lastLogin ?? context.lastLogin,
    armedAt: fact.at,
  }
}

/** The next token of the same login. */
export function adoptToken(fact: { readonly stamp: Stamp; readonly token: TokenFacts; readonly at: number }): Change {
  return { ...CLEAN, stamp: fact.stamp, token: fact.token, armedAt: fact.at }
}

/** The end against the user's will; the subject stays, since held work waits for the same one. */
export function expire(reason: EndReason): Change {
  return { ...CLEAN, stamp: null, token: NO_TOKEN, endReason: reason }
}

/** Nobody is logged in any more, and nothing waits for them. */
export function forget(endReason: EndReason | null): Change {
  return { ...CLEAN, stamp: null, token: NO_TOKEN, subject: null, endReason }
}

export function prepareRevocation(context: SessionContext, everywhere: boolean): Change {
  return { ...forget(null), revocation: { stamp: context.stamp, everywhere } }
}

/** The refresh token is out of time; the access token is the last and may be used up. */
export function exhaust(context: SessionContext, at: number): Change {
  return { exhausted: true, token: { ...context.token, renewAt: null, renewable: false }, armedAt: at }
}

export function delayRenewal(fact: RenewalDelay): Change {
  const { cause, status, hint, retryAt, notBefore } = fact
  return { delay: { cause, status, hint, retryAt, notBefore } }
}

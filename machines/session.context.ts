import type { SessionContext, SessionInput, TokenFacts } from './session.vocabulary'

const NO_TOKEN: TokenFacts = { expiresAt: null, usableUntil: null, renewAt: null, renewable: false }

/** What holds for a token holds no longer once it is replaced or gone. */
export const CLEAN = { endReason: null, exhausted: false, refused: false, proving: false, delay: null } as const

/** Where nobody is logged in. */
export const NOBODY = { ...CLEAN, stamp: null, token: NO_TOKEN } as const

export function initialContext(settings: SessionInput): SessionContext {
  return {
    ...NOBODY,
    settings,
    armedAt: 0,
    subject: null,
    lastLogin: null,
    hidden: false,
    waiting: 0,
    held: 0,
    persistence: settings.persistence,
    revocation: { stamp: null, everywhere: false },
  }
}

import { asInvariants } from './consequences'
import { sessionCompany } from './session.company'
import { sessionConsequences } from './session.consequences'
import { sessionInvariants } from './session.invariants'
import { sessionOutcomes } from './session.outcomes'
import type { Invariants } from './walk'

/** All that holds after every step of a session. */
export const sessionSentences: Invariants = {
  ...sessionInvariants,
  ...sessionCompany,
  ...asInvariants({ ...sessionConsequences, ...sessionOutcomes }, (called) =>
    called.filter(({ action }) => action === 'dropTokens').map(({ params }) => (params as { reason: unknown }).reason),
  ),
}

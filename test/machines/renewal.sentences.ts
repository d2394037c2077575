import { asInvariants } from './consequences'
import { renewalCompany } from './renewal.company'
import { renewalConsequences } from './renewal.consequences'
import { renewalInvariants } from './renewal.invariants'
import type { Invariants } from './walk'

/** All that holds after every step of a renewal. */
export const renewalSentences: Invariants = {
  ...renewalInvariants,
  ...renewalCompany,
  ...asInvariants(renewalConsequences, (called) =>
    called.map(({ action }) => action).filter((action) => action === 'announce'),
  ),
}

import type { Answer } from '../front/answer'
import type { Exchange } from '../front/exchange'
import type { TokenRecord } from './token-ledger'

interface Reach {
  readonly methods: readonly string[]
  /** Its success has an event of its own, so that none is `served`. */
  readonly quiet?: true
  /** It tells of a bad bearer by that status, with simplejwt's code in the body. */
  readonly refusesWith?: 400 | 403
}

/** What serves a path: open to anybody, or only with a good bearer. */
export type Route = Reach &
  (
    | { readonly open: (exchange: Exchange) => Answer | Promise<Answer> }
    | { readonly secured: (exchange: Exchange, access: TokenRecord) => Answer | Promise<Answer> }
  )

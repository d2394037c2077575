import type { Answered } from '../caller'
import { type Finding, pass, skip, warn } from '../finding'
import { claimsOf } from '../jwt'
import { inWords } from '../spans'

/** The header that brings another access token than the one that was sent. */
export function successorIn({ headers }: Answered, accessToken: string): { header: string; token: string } | null {
  for (const [header, value] of headers) {
    const token = value.split(/\s+/).at(-1) ?? ''
    if (header !== 'set-cookie' && token !== accessToken && claimsOf(token)?.exp)
      return { header: spelt(header), token }
  }
  return null
}

/** A header that pages may read and that is called like one that brings tokens. */
export function hintedSuccessor({ headers }: Answered): string | null {
  const exposed = headers.get('access-control-expose-headers')?.split(',') ?? []
  return exposed.map((name) => name.trim()).find((name) => /^[\w-]*token[\w-]*$/i.test(name)) ?? null
}

export interface SoughtSuccessor {
  /** The header that brought one. */
  readonly header: string | null
  /** One that is exposed for it. */
  readonly hinted: string | null
  readonly endsLater: boolean
  /** What else renews: `a refresh token`; `null`: nothing that is known. */
  readonly renewedBy: string | null
  /** Up to which part of the token's life was looked, from 0 to 1. */
  readonly lookedUpTo: number
  /** How long before the token's end it came; ms. `null`: at once. */
  readonly window?: number | null
}

export function judgeSuccessor({
  header,
  hinted,
  endsLater,
  renewedBy,
  lookedUpTo,
  window = null,
}: SoughtSuccessor): Finding {
  const id = 'successor'
  if (header !== null) {
    if (endsLater)
      return pass(id, window === null ? `in ${header}` : `in ${header}, with ${inWords(window / 1_000)} to go`)
    return warn(
      id,
      `in ${header}, with the same end as before`,
      'make the successor anew: one that ends no later renews nothing',
    )
  }
  const part = `in the first ${Math.max(Math.round(lookedUpTo * 100), 1)} % of its life`
  if (hinted !== null)
    return skip(
      id,
      `none ${part}, though ${hinted} is exposed`,
      renewedBy === 'a refresh token'
        ? 'name it by successorHeader if answers bring one later'
        : 'see that answers bring one before the token ends',
    )
  if (renewedBy !== null) return pass(id, `no, and with ${renewedBy} none is needed`)
  return warn(
    id,
    `none ${part}, and there is no refresh token`,
    'give logins a refresh token, or the session ends with its access token',
  )
}

/** As people write it; names of headers are told in lower case. */
const spelt = (header: string) => header.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())

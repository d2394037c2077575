import { type Stamp, sameStamp, succeeds } from '../machines'
import type { Credentials } from './credentials'

/** The one home of the tokens. It compares and takes first, synchronously; the fact is sent afterwards. */
export type TokenVault = ReturnType<typeof createTokenVault>

export function createTokenVault() {
  let current: Credentials | null = null
  /** The access token before the present one, where scripts have it. */
  let before: string | null | undefined
  const stamp = () => current?.stamp ?? null
  const hold = (next: Credentials) => {
    before = current?.accessToken
    current = next
  }
  const pseudonyms = new Map<string | null, string | null>([[null, null]])
  return {
    get current() {
      return current
    },
    get stamp() {
      return stamp()
    },

    /** Whether its access token is another than the one before. */
    isNew: (): boolean => !before || before !== current?.accessToken,

    /** Takes the place of whatever was here. */
    begin: hold,

    /** The next generation of the present login; `false`, and nothing done, where it doesn't fit. */
    take(next: Credentials): boolean {
      const fits = succeeds(next.stamp, stamp())
      if (fits) hold(next)
      return fits
    },

    /** Empties the vault. Whoever calls it buries the login in the store, in the same tick. */
    clear(): Credentials | null {
      const left = current
      current = null
      return left
    },

    holds: (other: Stamp): boolean => sameStamp(other, stamp()),

    /** A subject as the machine may know it: comparable within this session object, and nowhere else. */
    pseudonym(subject: string | null): string | null {
      if (!pseudonyms.has(subject)) pseudonyms.set(subject, `user ${pseudonyms.size}`)
      return pseudonyms.get(subject) as string | null
    },
  }
}

import { type Stamp, sameStamp, succeeds } from '../machines'
import type { Credentials } from './credentials'
import { bury, isDead, type Tombstone } from './platform/tombstone'

/** The one home of the tokens. It compares and takes first, synchronously; the fact is sent afterwards. */
export class TokenVault {
  #current: Credentials | null = null
  #buried: Tombstone | null = null
  readonly #salt: string

  /** `salt`: random, made once per session object. */
  constructor(salt: string) {
    this.#salt = salt
  }

  get current(): Credentials | null {
    return this.#current
  }
  get stamp(): Stamp | null {
    return this.#current?.stamp ?? null
  }

  /** Another login takes the place of whatever was here. */
  begin(credentials: Credentials): void {
    this.#current = credentials
  }

  /** The next generation of the present login; `false`, and nothing done, where it doesn't fit. */
  take(next: Credentials): boolean {
    if (!succeeds(next.stamp, this.stamp)) return false
    this.#current = next
    return true
  }

  /** Empties the vault. What it held never comes alive again, whatever a store still says. */
  clear(): Credentials | null {
    const left = this.#current
    if (left) this.bury(left.stamp.epoch)
    this.#current = null
    return left
  }

  bury(epoch: string): void {
    this.#buried = bury(epoch, 'logged_out', this.#buried)
  }

  /** The last epoch that ended here. */
  get lastBuried(): string | null {
    return this.#buried?.epochs[0] ?? null
  }

  isBuried(epoch: string): boolean {
    return isDead(epoch, this.#buried)
  }

  holds(stamp: Stamp): boolean {
    return sameStamp(stamp, this.stamp)
  }

  /** A subject as the machine may know it: comparable within this session object, and nowhere else. */
  hash(subject: string | null): string | null {
    return subject === null ? null : mix(this.#salt + subject)
  }

  toJSON(): unknown {
    return this.#current
  }
}

/** 53 bits of a string, after Bob Jenkins and the public-domain cyrb53. */
function mix(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

import type { RestoreOutput } from '../../machines'
import type { SessionPorts } from '../ports'
import { step } from '../step'

/** Reads the stored session. A logout that comes before the answer voids what is found. */
export class Restoration {
  readonly #ports: SessionPorts
  #voided = false
  #reading: Promise<void> = Promise.resolve()

  readonly #timeout: number
  readonly #onFound: (epoch: string) => void

  /** `timeout`: how long the store may take, in ms. `onFound`: whose calls those are that were made before. */
  constructor(ports: SessionPorts, timeout: number, onFound: (epoch: string) => void) {
    this.#ports = ports
    this.#timeout = timeout
    this.#onFound = onFound
  }

  readonly logic = step<RestoreOutput, unknown>((_, tell, isLeft) => {
    this.#reading = this.#read(tell, isLeft)
  })

  /** Whatever is found from now on is ended and revoked; resolves when it is. */
  void(): Promise<void> {
    this.#voided = true
    return this.#reading
  }

  async #read(tell: (output: RestoreOutput) => void, isLeft: () => boolean): Promise<void> {
    const { store, deadlines, reconcile, vault, mint, revoke } = this.#ports
    const state = await store.read(this.#timeout).catch(() => null)
    const now = deadlines.now()
    if (state === null || state.unreadable) return tell({ found: 'unreadable', at: now })
    if (this.#voided) {
      const { record } = state
      if (!record || record.epoch === vault.stamp?.epoch) return
      store.end(record.epoch, 'logged_out')
      return revoke(mint.fromRecord(record))
    }
    if (isLeft()) return
    const found = reconcile(state, now)
    if (found.found !== 'another') return tell({ found: 'nothing', at: now })
    this.#onFound(found.stamp.epoch)
    tell({ ...found, found: now < (vault.current?.usableUntil ?? 0) ? 'fresh' : 'stale' })
  }
}

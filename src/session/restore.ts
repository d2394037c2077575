import type { RestoreOutput } from '../../machines'
import type { SessionPorts } from '../ports'
import { step } from '../step'

/** Reads the stored session. A logout that comes before the answer voids what is found. */
export type Restoration = ReturnType<typeof createRestoration>

/** `timeout`: how long the store may take, in ms. `onFound`: whose calls those are that were made before. */
export function createRestoration(ports: SessionPorts, timeout: number, onFound: (epoch: string) => void) {
  const { store, deadlines, vault } = ports
  let voided = false
  let reading: Promise<void> = Promise.resolve()

  const read = async (tell: (output: RestoreOutput) => void, isLeft: () => boolean) => {
    const state = await store.read(timeout).catch(() => null)
    const at = deadlines.now()
    if (state === null || state.unreadable) return tell({ found: 'unreadable', at })
    if (voided) {
      const { record } = state
      if (!record || record.epoch === vault.stamp?.epoch) return
      store.end(record.epoch, 'logged_out')
      return ports.revoke(ports.mint.fromRecord(record))
    }
    if (isLeft()) return
    const found = ports.reconcile(state, at)
    if (found.found !== 'another') return tell({ found: 'nothing', at })
    onFound(found.stamp.epoch)
    tell({ ...found, found: at < (vault.current?.usableUntil ?? 0) ? 'fresh' : 'stale' })
  }

  return {
    logic: step<RestoreOutput, unknown>((_, tell, isLeft) => {
      reading = read(tell, isLeft)
    }),

    /** Whatever is found from now on is ended and revoked; resolves when it is. */
    void(): Promise<void> {
      voided = true
      return reading
    },
  }
}

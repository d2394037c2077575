import type { RestoreOutput } from '../../machines'
import type { StoredSession, StoredState } from '../platform/record'
import type { SessionPorts } from '../ports'
import { step } from '../step'

/** Reads the stored session. A logout that comes before the answer voids what is found. */
export type Restoration = ReturnType<typeof createRestoration>

interface RestorationPorts extends SessionPorts {
  /** How long the store may take, in ms. */
  readonly timeout: number
  /** Whose calls those are that were made before. */
  readonly onFound: (epoch: string) => void
  /** Names a login above whatever that store holds. */
  readonly nextEpoch: (state: StoredState) => string
}

export function createRestoration({ timeout, onFound, nextEpoch, ...ports }: RestorationPorts) {
  const { store, deadlines, mint, vault } = ports
  let voided = false
  let reading: Promise<void> = Promise.resolve()

  /** What the backend presumes where the store tells of nobody, as a record whose token has run out. */
  const presume = async (state: StoredState): Promise<StoredSession | null> => {
    const grant = vault.current ? null : await ports.backend.presumed?.()
    if (!grant || vault.current) return null
    const at = deadlines.now()
    const stamp = { epoch: nextEpoch(state), generation: 1 }
    return mint.fromGrant({ ...grant, expiresIn: 0 }, { stamp, sentAt: at, receivedAt: at, by: 'given' }).record
  }

  const read = async (tell: (output: RestoreOutput) => void, isLeft: () => boolean) => {
    const state = await store.read(timeout).catch(() => null)
    if (state === null || state.unreadable) return tell({ found: 'unreadable', at: deadlines.now() })
    // Before the state that waits for it gives up, as it does on a store that says nothing.
    const bound = timeout * 0.9
    const record = state.record ?? (await deadlines.within(bound, presume(state), () => null).catch(() => null))
    const at = deadlines.now()
    if (voided) {
      if (!record || record.epoch === vault.stamp?.epoch) return
      store.end(record.epoch, 'logged_out')
      return ports.revoke(mint.fromRecord(record))
    }
    if (isLeft()) return
    const found = ports.reconcile({ ...state, record }, at)
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

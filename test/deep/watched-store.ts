import { type SessionStorage, webStorage } from 'xstate-auth-session'
import { altered } from '../adversity/world'
import { createStorageArea } from '../session/storage-area'
import type { Journal } from './journal'
import type { Family } from './server'

interface WatchedStoreOptions {
  readonly journal: Journal
  /** Takes a while; where the store is to be quick, none. */
  readonly pause: () => Promise<void> | null
  readonly familyOf: (token: string) => Family | undefined
}

/** A store of the device that takes its time before it does what it is asked, and before it tells; and what it has seen. */
export function createWatchedStore({ journal, pause, familyOf }: WatchedStoreOptions) {
  const area = createStorageArea()
  const families = new Map<string, Family>()

  const slowly = async <T>(act: () => T | PromiseLike<T>): Promise<T> => {
    await pause()
    const result = await act()
    await pause()
    return result
  }
  const storage: SessionStorage = altered(webStorage(area, { scope: 'device' }), (inner) => ({
    read: () => slowly(inner.read),
    remove: () => slowly(inner.remove),
    intend: (stamp, intent, expected) =>
      slowly(async () => {
        const isWritten = await inner.intend(stamp, intent, expected)
        const what = intent ? `${intent.holder} means to spend` : 'nobody means to spend'
        journal.note(`${what} ${stamp.epoch}#${stamp.generation}: ${isWritten}`)
        return isWritten
      }),
    commit: (expected, next) =>
      slowly(async () => {
        const { epoch, generation, accessToken } = next
        const family = familyOf(accessToken)
        const known = families.get(epoch) ?? family
        if (family) families.set(epoch, family)
        journal.judge(`commit of ${epoch}#${generation}, tokens of login ${family?.id}`, known === family)
        return inner.commit(expected, next)
      }),
    end: (epoch, reason) =>
      slowly(() => {
        journal.note(`end of ${epoch}: ${reason}`)
        return inner.end(epoch, reason)
      }),
  }))

  return {
    storage,
    /** The server's login behind an epoch; `undefined` until it has been written. */
    familyOfEpoch: (epoch: string | undefined) => families.get(epoch ?? ''),
    /** Whether the server has killed that login, or the one by whose end it was buried. */
    hasBeenKilled(epoch: string): boolean {
      const { epochs } = JSON.parse(area.getItem('auth-session.ended') ?? '{"epochs":[]}') as { epochs: string[] }
      return [epoch, ...epochs].some((ended) => families.get(ended)?.killed)
    },
  }
}

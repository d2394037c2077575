import { type RequestOutput, renewalMachine, type StoreOutput, sameStamp } from '../../machines'
import type { Lock } from '../platform/lock'
import type { SessionPorts } from '../ports'
import { step } from '../step'
import { Exclusivity } from './exclusivity'
import { planRetry } from './retry'
import { Rotation } from './rotation'

/** While another session is at work, the store is looked at this often; ms. */
const POLL = 250

/** The renewal machine with its actors, and what outlives them. */
export function createRenewal(ports: SessionPorts, lock: () => Lock | null, lockName: string) {
  const { vault, store, deadlines, lifecycle, settings, reconcile, tell, holder } = ports
  const exclusivity = new Exclusivity(ports, lock, lockName)
  let rotation: Rotation | null = null
  const networkWatchers = new Set<() => void>()

  const onTheWire = () => rotation !== null && !rotation.settled
  /** Compares store and vault, unless the state that asked has been left: whoever took over knows better. */
  const compare = (answer: (output: StoreOutput) => void, fail: (error: unknown) => void) => {
    let left = false
    store
      .read()
      .then((state) => left || answer(reconcile(state, deadlines.now())))
      .catch(fail)
    return () => {
      left = true
    }
  }
  const listen = (current: Rotation, as: 'listener' | 'watcher', heard: (fact: RequestOutput | null) => void) => {
    current[as] = heard
    return () => {
      if (current[as] === heard) current[as] = null
    }
  }

  const machine = renewalMachine.provide({
    actors: {
      lock: step((_, answer) => exclusivity.enter((granted) => answer({ at: deadlines.now(), granted }))),
      reread: step((_, answer, fail) =>
        compare((output) => {
          if (output.found === 'same' && output.exhausted && vault.current) vault.current.exhausted = true
          answer(output)
        }, fail),
      ),
      confirm: step((_, answer, fail) => compare(answer, fail)),
      intend: step(async ({ stamp }, answer) => {
        const deadline = deadlines.now() + 3 * settings.requestTimeout
        await store.intend(stamp, { stamp, deadline, holder })
        answer({ at: deadlines.now() })
      }),
      request: step(({ stamp, attempt }, answer) => {
        const at = deadlines.now()
        const spent = vault.current
        if (spent === null || !vault.holds(stamp)) throw new Error('the token to renew is gone')
        if (!lifecycle.isOnline()) {
          const failure = { cause: 'offline', status: null, hint: null } as const
          const { retryAt } = planRetry({ ...failure, at, attempt, spent, retryAfter: null }, ports)
          store.intend(stamp, null)
          tell({ type: 'renewal.delayed', at, stamp, ...failure, retryAt, notBefore: null })
          return answer({ answer: 'offline', at, retryAt })
        }
        // One rotation at a time: one that is still on the wire spends the very token that this try would spend.
        const current =
          rotation && onTheWire() && rotation.spends(spent)
            ? rotation
            : new Rotation(ports, spent, attempt, () => exclusivity.settled())
        rotation = current
        const lost = { answer: 'failed', mayHaveRotated: true, retryAt: at, notBefore: null } as const
        return listen(current, 'listener', (fact) => answer(fact ?? { ...lost, at: deadlines.now() }))
      }),
      commit: step((_, answer) => {
        const current = rotation as Rotation
        let left = false
        current.commit((result) => (left ? current.tellLate(result) : answer(result)))
        return () => {
          left = true
        }
      }),
      watch: step(({ subject, stamp, deadline }, answer) => {
        const over = (fact: RequestOutput | null = null) => answer({ at: deadlines.now(), answer: fact })
        if (subject === 'rotation') {
          if (!onTheWire()) return over()
          const overdue = { cause: 'overdue', status: null, hint: null, retryAt: deadline, notBefore: null } as const
          tell({ type: 'renewal.delayed', at: deadlines.now(), stamp, ...overdue })
          return listen(rotation as Rotation, 'watcher', over)
        }
        const back = () => over()
        if (subject === 'network') {
          networkWatchers.add(back)
          return () => networkWatchers.delete(back)
        }
        // Not every store tells of its changes, and a page that has gone tells nobody of its last one.
        const look = async () => {
          const { record, intent } = await store.read()
          if (left) return
          if (intent && (record === null || sameStamp(record, stamp)))
            next = deadlines.set(deadlines.now() + POLL, again, true)
          else over()
        }
        const again = () => void look().catch(back)
        let left = false
        let next = deadlines.set(deadlines.now() + POLL, again, true)
        return () => {
          left = true
          deadlines.cancel(next)
        }
      }),
    },
    actions: {
      announce: ports.announce,
      releaseLock: () => exclusivity.leave(onTheWire()),
    },
  })

  return {
    machine,
    /** The session has left the state that renews. */
    end: () => exclusivity.leave(onTheWire()),
    /** The page is about to be frozen. */
    froze: () => exclusivity.giveBack(),
    online: () => {
      for (const back of [...networkWatchers]) back()
    },
  }
}

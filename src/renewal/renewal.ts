import { type RequestOutput, renewalMachine, type StepInput, type StoreOutput, sameStamp } from '../../machines'
import type { Lock } from '../platform/lock'
import type { Intent } from '../platform/record'
import type { SessionPorts } from '../ports'
import { step } from '../step'
import { createExclusivity } from './exclusivity'
import { type Rotation, rotate } from './rotation'

/** While another session is at work, the store is looked at this often; ms. */
const POLL = 250

/** A note that took longer than this was held up by a sleep; ms. */
const PROMPT = 5_000

/** A store that says so often that a sibling came first is not to be believed. */
const MAX_CONFLICTS = 10

/** The renewal machine with its actors, and what outlives them. */
export function createRenewal(ports: SessionPorts, lock: () => Lock | null, lockName: string) {
  const { vault, store, deadlines, settings, reconcile, tell, holder } = ports
  /** The one that is on the wire. */
  let rotation: Rotation | null = null
  let onOnline = () => {}
  /** The intent that the store held at the last look; `undefined` where it could not be read. */
  let seen: Intent | null | undefined
  /** The last one of this session's own. */
  let intent: Intent | undefined
  let conflicts = 0
  /** Whether the lock was granted; `null` where somebody may have overtaken since: after a freeze, or a sleep. */
  let isLocked: boolean | null = null

  const turn = createExclusivity(ports, lock, lockName, () => rotation !== null)

  /** Compares store and vault, unless the state that asked has been left: whoever took over knows better. */
  const compare = step<StoreOutput, StepInput>(async (_, answer, isLeft) => {
    seen = undefined
    const state = await store.readSettled()
    if (isLeft()) return
    seen = state.intent
    if (state.newer) {
      // Its tokens are a later version's to spend. Nobody else is told: there the session goes on.
      vault.clear()
      return void answer({ found: 'ended', at: deadlines.now(), reason: 'not_restored' })
    }
    const output = reconcile(state, deadlines.now())
    if (output.found === 'same' && output.exhausted && vault.current) vault.current.exhausted = true
    answer(output)
  })

  const machine = renewalMachine.provide({
    actors: {
      lock: step((_, answer) =>
        turn.enter((granted) => {
          isLocked = granted
          conflicts = 0
          answer({ at: deadlines.now(), granted })
        }),
      ),
      reread: compare,
      confirm: compare,
      intend: step(async ({ stamp }, answer) => {
        const begun = deadlines.now()
        const deadline = begun + 3 * settings.requestTimeout
        intent = { stamp, deadline, holder, locked: isLocked === true }
        const isWritten = await store.intend(stamp, intent, seen)
        const at = deadlines.now()
        if (at - begun >= PROMPT) isLocked = null
        conflicts = isWritten ? 0 : conflicts + 1
        answer({ at, conflict: conflicts % MAX_CONFLICTS > 0 })
      }),
      request: step(({ stamp, attempt }, answer) => {
        const spent = vault.current
        if (spent === null || !vault.holds(stamp)) throw new Error(__DEV__ ? 'the token to renew is gone' : '')
        if (isLocked === null) {
          const at = deadlines.now()
          return void answer({ answer: 'failed', at, mayHaveRotated: false, retryAt: at, notBefore: null })
        }
        // One rotation at a time: one that is still on the wire spends the very token that this try would spend.
        if (!rotation?.spends(spent)) {
          const begun = rotate(ports, spent, attempt, () => {
            if (rotation === begun) rotation = null
            turn.rest()
          })
          rotation = begun
        }
        rotation.listener = answer
        rotation.intent = intent
      }),
      commit: step((_, answer) => (rotation as Rotation).commit(answer)),
      watch: step(({ subject, stamp, deadline: retryAt }, answer, isLeft) => {
        const over = (fact: RequestOutput | null = null) => answer({ at: deadlines.now(), answer: fact })
        if (subject === 'network') {
          onOnline = () => void over()
          return
        }
        if (subject === 'rotation') {
          if (!rotation) return void over()
          const at = deadlines.now()
          tell({
            type: 'renewal.delayed',
            at,
            stamp,
            cause: 'overdue',
            status: null,
            hint: null,
            retryAt,
            notBefore: null,
          })
          rotation.listener = (fact) => fact.answer !== 'granted' && over(fact)
          return
        }
        // Not every store tells of its changes, and a page that has gone tells nobody of its last one.
        const look = () => {
          deadlines.set(
            deadlines.now() + POLL,
            async () => {
              const { record, intent } = (await store.read().catch(() => null)) ?? {}
              if (isLeft()) return
              if (intent && (!record || sameStamp(record, stamp))) look()
              else over()
            },
            true,
          )
        }
        look()
      }),
    },
    actions: { announce: ports.announce, releaseLock: turn.leave },
  })

  return {
    machine,
    /** The session has left the state that renews. */
    end: turn.leave,
    during: turn.during,
    froze(): void {
      turn.froze()
      isLocked = null
    },
    thawed: turn.thawed,
    online: () => onOnline(),
  }
}

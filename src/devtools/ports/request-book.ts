import type { RequestFact, WaitReason } from '../../development-fact'

/** A call that waits, or is held (`why: null`). */
export interface WaitingRequest {
  readonly id: number
  readonly label: string
  /** ms */
  readonly since: number
  readonly why: WaitReason | null
}

/** A call that has been settled. */
export interface EndedRequest {
  readonly id: number
  readonly label: string
  /** ms */
  readonly at: number
  readonly status: number | null
  readonly code: string | null
  /** It was sent more than once. */
  readonly replayed: boolean
}

/** How many ended calls are remembered. */
const LIMIT = 300

/** What is known of the calls of a session: who waits, and how the last ones ended. */
export type RequestBook = ReturnType<typeof createRequestBook>

export function createRequestBook() {
  const waiting = new Map<number, WaitingRequest>()
  const replays = new Set<number>()
  let ended: EndedRequest[] = []
  let sent = 0
  let replayed = 0

  return {
    note(fact: RequestFact): void {
      const { id, label, at } = fact
      if (fact.type === 'request.waits') waiting.set(id, { id, label, since: at, why: fact.why })
      else if (fact.type === 'request.held') waiting.set(id, { id, label, since: at, why: null })
      else if (fact.type === 'request.sent') {
        waiting.delete(id)
        sent++
        if (fact.replayed) {
          replayed++
          replays.add(id)
        }
      } else {
        waiting.delete(id)
        ended.push({ id, label, at, status: fact.status, code: fact.code, replayed: replays.delete(id) })
        if (ended.length > 2 * LIMIT) ended = ended.slice(-LIMIT)
      }
    },
    /** The first `most` of them, and how many there are. */
    waiting(most: number) {
      const first: WaitingRequest[] = []
      let held = 0
      for (const request of waiting.values()) {
        if (request.why === null) held++
        if (first.length < most) first.push(request)
      }
      return { first, held, waiting: waiting.size - held }
    },
    /** Latest last. */
    ended: (): readonly EndedRequest[] => ended.slice(-LIMIT),
    counts: () => ({ sent, replayed }),
  }
}

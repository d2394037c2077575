import type { Channel } from '../platform/channel'
import type { SessionPorts } from '../ports'

/** Messages that come within this long after a look at the store lead to one more look; ms. */
const INTERVAL = 100

/** What other sessions over the same store do. A message changes nothing: it makes this one look at the store. */
export type Siblings = ReturnType<typeof createSiblings>

export function createSiblings(ports: SessionPorts, channel: () => Channel | null, name: string) {
  const { deadlines, store, vault, tell } = ports
  type Room = ReturnType<Channel['open']> | null
  let room: Room = null
  let unsubscribe = () => {}
  let looking: Promise<void> | null = null
  let missed = false
  let pausing = false
  let again = false
  let restored = () => {}
  const restoration = new Promise<void>((resolve) => {
    restored = resolve
  })

  const read = async () => {
    const state = await store.readSettled().catch(() => null)
    if (state === null) return
    const epoch = vault.stamp?.epoch ?? ''
    const told = ports.reconcile(state, deadlines.now())
    if (told.found === 'newer') tell({ ...told, type: 'sibling.renewed' })
    else if (told.found === 'another') tell({ ...told, type: 'sibling.loggedIn' })
    else if (told.found === 'ended') {
      const { at, reason } = told
      tell(
        reason === 'logged_out'
          ? { type: 'sibling.loggedOut', at, epoch }
          : { type: 'sibling.expired', at, epoch, reason },
      )
    }
  }

  const catchUp = async () => {
    while (missed) {
      missed = false
      await read()
    }
  }

  /**
   * Looks at the store now, or as soon as it has been restored from, where others may write it; resolves when what it says
   * has been told.
   */
  const look = async () => {
    if (store.scope === 'page') return
    if (ports.isReading()) await restoration
    missed = true
    looking ??= catchUp().finally(() => {
      looking = null
    })
    await looking
  }

  const heard = async () => {
    again = pausing
    if (pausing) return
    pausing = true
    await look()
    const resume = () => {
      pausing = false
      if (again) heard()
    }
    deadlines.set(deadlines.now() + INTERVAL, resume, true)
  }

  /** Where the platform refuses a channel, siblings find out on waking and before a renewal. */
  const attempt = <T>(run: () => T): T | null => {
    try {
      return run()
    } catch (error) {
      ports.log(error)
      return null
    }
  }
  const open = (onPost: () => void): Room => attempt(() => (store.shared && channel()?.open(name, onPost)) || null)

  /** Also while the page is frozen or in the back/forward cache, which an open channel could throw it out of. */
  const detach = () => {
    attempt(() => room?.close())
    room = null
    attempt(unsubscribe)
    unsubscribe = () => {}
  }

  return {
    look,

    /** The store has been restored from: what was heard meanwhile leads to a look now. */
    restored,

    detach,

    attach(): void {
      detach()
      room = open(heard)
      unsubscribe = store.subscribe(heard)
    },

    /** The store holds something new. Also for a rotation that comes to its end after nobody listens here any more. */
    announce(): void {
      const present = room ?? open(() => {})
      attempt(() => present?.post())
      if (!room) attempt(() => present?.close())
    },
  }
}

import type { StoreOutput } from '../../machines'
import type { Channel } from '../platform/channel'
import type { SessionPorts } from '../ports'

/** Messages that come within this long after a look at the store lead to one more look; ms. */
const INTERVAL = 100

/** What other sessions over the same store do. A message changes nothing: it makes this one look at the store. */
export class Siblings {
  readonly #ports: SessionPorts
  readonly #channel: Channel | null
  readonly #name: string
  readonly #isRestoring: () => boolean
  #room: ReturnType<Channel['open']> | null = null
  #unsubscribe = () => {}
  #looking: Promise<void> | null = null
  #scheduled = false
  #again = false
  #missed = false

  constructor(ports: SessionPorts, channel: Channel | null, name: string, isRestoring: () => boolean) {
    this.#ports = ports
    this.#channel = channel
    this.#name = name
    this.#isRestoring = isRestoring
  }

  attach(): void {
    this.#room = this.#open(() => this.#heard())
    this.#unsubscribe = this.#ports.store.subscribe(() => this.#heard())
  }

  detach(): void {
    this.#room?.close()
    this.#room = null
    this.#unsubscribe()
  }

  /** The store holds something new. Also for a rotation that comes to its end after nobody listens here any more. */
  announce(): void {
    const room = this.#room ?? this.#open(() => {})
    room?.post()
    if (!this.#room) room?.close()
  }

  /** Where the platform refuses a channel, siblings find out on waking and before a renewal. */
  #open(heard: () => void): ReturnType<Channel['open']> | null {
    try {
      return (this.#ports.store.shared && this.#channel?.open(this.#name, heard)) || null
    } catch (error) {
      this.#ports.log(error)
      return null
    }
  }

  /** Looks at the store now, or as soon as it has been restored from; resolves when what it says has been told. */
  look(): Promise<void> {
    this.#missed = true
    if (this.#isRestoring()) return Promise.resolve()
    this.#looking ??= this.#catchUp().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  /** Restoring is over. */
  restored(): void {
    if (this.#missed) this.look()
  }

  async #catchUp(): Promise<void> {
    while (this.#missed) {
      this.#missed = false
      await this.#read()
    }
  }

  #heard(): void {
    this.#again = this.#scheduled
    if (this.#scheduled) return
    this.#scheduled = true
    const { deadlines } = this.#ports
    this.look().then(() => {
      deadlines.set(
        deadlines.now() + INTERVAL,
        () => {
          this.#scheduled = false
          if (this.#again) this.#heard()
        },
        true,
      )
    })
  }

  async #read(): Promise<void> {
    const { store, reconcile, deadlines, vault } = this.#ports
    const state = await store.read().catch(() => null)
    if (state === null) return
    const before = vault.stamp
    const found = reconcile(state, deadlines.now())
    this.#tell(found, before?.epoch ?? '')
  }

  #tell(found: StoreOutput, epoch: string): void {
    const { tell } = this.#ports
    const { at } = found
    if (found.found === 'newer') tell({ type: 'sibling.renewed', at, stamp: found.stamp, token: found.token })
    else if (found.found === 'another') {
      const { stamp, token, subject, lastLogin } = found
      tell({ type: 'sibling.loggedIn', at, stamp, token, subject, lastLogin })
    } else if (found.found === 'same') return
    else if (found.reason === 'logged_out') tell({ type: 'sibling.loggedOut', at, epoch })
    else tell({ type: 'sibling.expired', at, epoch, reason: found.reason })
  }
}

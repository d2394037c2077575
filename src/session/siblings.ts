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

  constructor(ports: SessionPorts, channel: Channel | null, name: string, isRestoring: () => boolean) {
    this.#ports = ports
    this.#channel = channel
    this.#name = name
    this.#isRestoring = isRestoring
  }

  attach(): void {
    const { store } = this.#ports
    this.#room = (store.shared && this.#channel?.open(this.#name, () => this.#heard())) || null
    this.#unsubscribe = store.subscribe(() => this.#heard())
  }

  detach(): void {
    this.#room?.close()
    this.#room = null
    this.#unsubscribe()
  }

  /** The store holds something new. Also for a rotation that comes to its end after nobody listens here any more. */
  announce(): void {
    const { store } = this.#ports
    const room = this.#room ?? (store.shared ? this.#channel?.open(this.#name, () => {}) : null)
    room?.post()
    if (!this.#room) room?.close()
  }

  /** Looks at the store now, unless it is being restored from; resolves when what it says has been told. */
  look(): Promise<void> {
    if (this.#isRestoring()) return Promise.resolve()
    this.#looking ??= this.#read().finally(() => {
      this.#looking = null
    })
    return this.#looking
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

import type { Answer, Call } from '../backends/backend'
import type { Credentials } from '../credentials'
import type { SessionPorts } from '../ports'

type RevocationPorts = Pick<
  SessionPorts,
  'backend' | 'deadlines' | 'exchange' | 'lifecycle' | 'mint' | 'settings' | 'log'
>

/** How many logins that could not be revoked are remembered for when the network is back. */
const LIMIT = 5

/** Ends tokens at the server. Best effort and bounded; what was not reachable is tried once more when the network is back. */
export class Revocation {
  readonly #ports: RevocationPorts
  readonly #unreached = new Map<Credentials, boolean>()

  constructor(ports: RevocationPorts) {
    this.#ports = ports
  }

  /** Resolves when the server has answered or `requestTimeout` has passed; never rejects. */
  async revoke(tokens: Credentials, everywhere = false): Promise<void> {
    const { exchange, lifecycle, settings, log } = this.#ports
    this.#unreached.set(tokens, everywhere)
    const [oldest] = this.#unreached.keys()
    if (oldest && this.#unreached.size > LIMIT) this.#unreached.delete(oldest)
    if (!lifecycle.isOnline()) return
    try {
      await exchange(settings.requestTimeout, (call) => this.#ask(tokens, everywhere, call))
      this.#unreached.delete(tokens)
    } catch (error) {
      log(error)
    }
  }

  /** The network is back. */
  retry(): void {
    const unreached = [...this.#unreached]
    this.#unreached.clear()
    for (const [tokens, everywhere] of unreached) {
      this.revoke(tokens, everywhere).then(() => this.#unreached.delete(tokens))
    }
  }

  async #ask(tokens: Credentials, everywhere: boolean, call: Call): Promise<void> {
    const { backend, mint, deadlines } = this.#ports
    const { accessToken, refreshToken } = tokens.record
    const answer = await backend.revoke({ accessToken, refreshToken }, { everywhere }, call)
    if (answer === null || this.#succeeded(answer) || answer.status !== 401 || refreshToken === null) return
    // The bearer is dead: one renewal for the revocation alone. What it brings never enters the vault.
    const sentAt = deadlines.now()
    const renewed = await backend.renew({ accessToken, refreshToken }, call)
    if (renewed.status >= 300) return
    const origin = { sentAt, receivedAt: deadlines.now(), previous: tokens, by: 'renewal' } as const
    const next = mint.fromGrant(backend.grant(renewed), origin)
    await backend.revoke(next.record, { everywhere }, call)
  }

  #succeeded(answer: Answer): boolean {
    return answer.status < 300 || this.#ports.backend.isRevoked?.(answer) === true
  }
}

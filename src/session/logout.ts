import { AuthSessionError } from '../errors'
import type { SessionPorts } from '../ports'
import type { Login } from './login'
import type { Restoration } from './restore'
import type { Revocation } from './revocation'

interface LogoutPorts extends Pick<SessionPorts, 'announce' | 'deadlines' | 'settings' | 'store' | 'tell' | 'vault'> {
  readonly login: Login
  readonly restoration: Restoration
  readonly revocation: Revocation
}

/** How the user ends a session: here at once, and then at the server, as far as it can be reached. */
export class Logout {
  readonly #ports: LogoutPorts
  /** What is under way at the server; it never rejects. */
  revoking: Promise<void> = Promise.resolve()

  constructor(ports: LogoutPorts) {
    this.#ports = ports
  }

  /** Resolves when revocation has settled, or after `requestTimeout`. */
  async run(everywhere: boolean): Promise<void> {
    const { login, restoration, revocation, vault, store, deadlines, settings, tell, announce } = this.#ports
    login.void(new AuthSessionError('session_changed'))
    const left = vault.clear()
    const ended = left ? store.end(left.stamp.epoch, 'logged_out') : restoration.void()
    if (left) this.revoking = revocation.revoke(left, everywhere)
    tell({ type: 'user.loggedOut', at: deadlines.now(), everywhere })
    const announced = ended.then(announce)
    const settled = Promise.all([announced, this.revoking]).then(() => {})
    await deadlines.within(settings.requestTimeout, settled, () => {})
  }
}

import type { Call } from '../backends/backend'
import type { Credentials } from '../credentials'
import { AuthSessionError } from '../errors'
import { hintFor } from '../grants/answer-class'
import type { SessionPorts } from '../ports'
import type { Login } from './login'
import type { Restoration } from './restore'

/** How many logins that could not be revoked are remembered for when the network is back. */
const LIMIT = 5

/** How the user ends a session: here at once, and then at the server, as far as it can be reached. */
export type Logout = ReturnType<typeof createLogout>

export function createLogout(ports: SessionPorts, login: Login, restoration: Restoration) {
  const { backend, deadlines, exchange, mint, settings, store, vault } = ports
  const unreached = new Map<Credentials, boolean>()
  let revoking: Promise<void> | undefined

  const askToRevoke = async (tokens: Credentials, everywhere: boolean, call: Call) => {
    const { record } = tokens
    const answer = await backend.revoke(record, { everywhere }, call)
    // Nobody is told of a login that lives on, and so its developer is.
    if (__DEV__ && answer && (answer.status < 200 || [301, 302, 307, 308, 404, 405].includes(answer.status))) {
      const check = answer.status < 400 ? hintFor(answer, backend) : 'check baseUrl and the path of the logout view'
      ports.log(new AuthSessionError('unreachable', `the revocation failed with ${answer.status}: ${check}`))
    }
    if (answer?.status !== 401 || backend.isRevoked?.(answer) || record.refreshToken === null) return
    // The bearer is dead: one renewal for the revocation alone. What it brings never enters the vault.
    const sentAt = deadlines.now()
    const renewed = await backend.renew(record, call)
    if (renewed.status >= 300) return
    const origin = { sentAt, receivedAt: deadlines.now(), previous: tokens, by: 'renewal' } as const
    await backend.revoke(mint.fromGrant(backend.grant(renewed), origin).record, { everywhere }, call)
  }

  /** Resolves when the server has answered or `requestTimeout` has passed; never rejects. */
  const revoke = async (tokens: Credentials, everywhere = false, before?: string): Promise<void> => {
    // What the present login lives on as well, a cookie or an SDK, is not to be ended with another, unless that has made it
    // another user's.
    const { refreshToken, subject } = tokens.record
    const present = vault.current?.record
    if (refreshToken !== null && refreshToken === present?.refreshToken) {
      if (present.epoch === before && !(subject && subject === present.subject)) leave(everywhere, tokens)
      return
    }
    unreached.set(tokens, everywhere)
    const [oldest] = unreached.keys()
    if (oldest && unreached.size > LIMIT) unreached.delete(oldest)
    try {
      await exchange(settings.requestTimeout, (call) => askToRevoke(tokens, everywhere, call))
      unreached.delete(tokens)
    } catch (error) {
      ports.log(error)
    }
  }

  /** The present login ends here, and `tokens` at the server; resolves when the others know. */
  const leave = (everywhere: boolean, tokens = vault.current): Promise<void> => {
    const left = vault.clear()
    const ended = left ? store.end(left.stamp.epoch, 'logged_out') : restoration.void()
    if (tokens) revoking = revoke(tokens, everywhere)
    ports.tell({ type: 'user.loggedOut', at: deadlines.now(), everywhere })
    return ended.then(ports.announce)
  }

  return {
    revoke,

    /** The network is back: what was not reachable is tried once more. */
    retry(): void {
      const again = [...unreached]
      unreached.clear()
      for (const [tokens, everywhere] of again) revoke(tokens, everywhere).then(() => unreached.delete(tokens))
    },

    /** What is under way at the server; it never rejects. */
    settled: async () => revoking,

    /** Resolves when revocation has settled, or after `requestTimeout`. */
    async run(everywhere: boolean): Promise<void> {
      login.void(new AuthSessionError('session_changed'))
      const settled = [leave(everywhere), revoking]
      await deadlines.within<unknown>(settings.requestTimeout, Promise.all(settled), () => {})
    },
  }
}

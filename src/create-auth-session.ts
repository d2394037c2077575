import { assemble } from './assembly'
import type { AuthSession, AuthSessionEvents } from './auth-session'
import type { AuthBackend, LoginMethods } from './backends/backend'
import { warnOnce } from './development'
import { AuthSessionError } from './errors'
import type { AuthSessionOptions } from './options'
import { createFetch } from './requests/fetch'
import { labelOf, originOf } from './requests/origins'
import { adoptSuccessor } from './requests/successor'
import { createTokenCalls } from './requests/with-token'
import { checkSession } from './session/check'
import { loginArguments } from './session/login-arguments'

/**
 * A session: it logs in, keeps the access token good, and sends requests so that none is lost to a token's end. It touches
 * nothing of the platform and starts nothing until it is used.
 *
 * @throws TypeError that names a bad option.
 */
export function createAuthSession<Logins extends LoginMethods, User = unknown>(
  options: AuthSessionOptions<Logins>,
): AuthSession<Logins, User> {
  const parts = assemble(options as unknown as AuthSessionOptions)
  const { actor, callback, life, login, logout, origins, ports, presence, renewal, requests, snapshots, timeline } =
    parts
  const { backend, deadlines, store, tell } = ports
  let begun = false
  let users = 0

  const begin = () => {
    if (life.disposed) throw new AuthSessionError('disposed')
    if (presence.attached) return
    const again = begun
    begun = true
    if (!again) {
      actor.start()
      store.tellPersistence()
      if (backend.rotation !== 'never' && store.persistence === 'page')
        warnOnce('the session is kept in memory and ends with F5: see the `storage` option for what survives it')
    }
    presence.attach(again)
  }

  /** Every method begins the session, and rejects rather than throws. */
  const using =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      begin()
      return run(...args)
    }

  const restored = () =>
    new Promise<void>((resolve) => {
      const isOver = () => life.disposed || snapshots.get().status !== 'restoring'
      if (isOver()) return resolve()
      const { unsubscribe } = actor.subscribe({
        next: () => {
          if (!isOver()) return
          unsubscribe()
          resolve()
        },
        complete: resolve,
      })
    })

  const label = (url: string, method: string): string => {
    let name = labelOf(url, method)
    const give = () => {
      name = options.label?.(url, method) ?? name
    }
    callback('label', give, undefined)
    return name
  }
  const fetch = createFetch({
    requests,
    begin,
    origins,
    backend,
    transport: parts.transport,
    label,
    onSuccessor: (token, lease) => adoptSuccessor(token, lease, ports),
    onUnlisted: (url) => {
      if (__DEV__) warnOnce(`no token goes to ${originOf(url)}: name it in \`origins\` if it should`)
    },
  })

  const tokenCalls = createTokenCalls(requests)

  const session: AuthSession<Logins, User> = {
    actor,
    async start() {
      begin()
      users++
      life.starting++
      await restored()
      life.starting--
      presence.rest()
      if (life.disposed) throw new AuthSessionError('disposed')
      return snapshots.get().status
    },
    stop() {
      users = Math.max(users - 1, 0)
      if (users > 0 || !presence.attached) return
      presence.detach()
    },
    dispose() {
      if (life.disposed) return
      login.void(new AuthSessionError('disposed'))
      presence.detach()
      life.disposed = true
      requests.dispose()
      actor.stop()
      renewal.end()
      deadlines.dispose()
      snapshots.clear()
    },
    [Symbol.dispose]: () => session.dispose(),
    login: using((...args) => login.withCredentials(...loginArguments(args, backend as AuthBackend))),
    setTokens: using((grant) => login.withGrant(grant)),
    logout: using(({ everywhere = false } = {}) => logout.run(everywhere)),
    fetch,
    accessToken: using(tokenCalls.accessToken),
    withToken: using(tokenCalls.withToken) as AuthSession['withToken'],
    acknowledge() {
      begin()
      tell({ type: 'user.acknowledged', at: deadlines.now() })
    },
    check: using(async () => {
      if (__DEV__) return checkSession(ports, parts.skew)
      throw new AuthSessionError('unsupported', 'session.check() is for development')
    }),
    getSnapshot: snapshots.get as AuthSession<Logins, User>['getSnapshot'],
    subscribe: snapshots.subscribe as AuthSession<Logins, User>['subscribe'],
    on(type, listener) {
      const heard = (event: unknown) => callback(`on('${type}')`, listener, event as AuthSessionEvents[typeof type])
      const subscription = actor.on(type, heard)
      return () => subscription.unsubscribe()
    },
    timeline: () => timeline.record(),
  }
  return session
}

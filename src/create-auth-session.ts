import { createActor, type InspectionEvent } from 'xstate'
import { type SessionEvent, sessionMachine } from '../machines'
import type { AuthSession, AuthSessionEvents } from './auth-session'
import type { AuthBackend, LoginMethods } from './backends/backend'
import type { Credentials } from './credentials'
import { AuthSessionError } from './errors'
import { type AuthSessionOptions, resolveOptions } from './options'
import { processChannel } from './platform/channel'
import { systemClock } from './platform/clock'
import { type DeadlineHandle, Deadlines } from './platform/deadlines'
import { pageLifecycle } from './platform/lifecycle'
import { processLock } from './platform/lock'
import { memoryStorage } from './platform/memory-storage'
import { createRenewal } from './renewal/renewal'
import { step } from './renewal/step'
import { Evidence } from './requests/evidence'
import { createFetch } from './requests/fetch'
import { labelOf, Origins, originOf } from './requests/origins'
import { Requests } from './requests/requests'
import { adoptSuccessor } from './requests/successor'
import { createAccessToken, createWithToken } from './requests/with-token'
import { checkSession } from './session/check'
import { warnOnce } from './session/development'
import { createExchange } from './session/exchange'
import { KeptStore } from './session/kept-store'
import { Login } from './session/login'
import { Mint } from './session/mint'
import type { SessionPorts } from './session/ports'
import { Presence } from './session/presence'
import { createReconcile } from './session/reconcile'
import { Restoration } from './session/restore'
import { Revocation } from './session/revocation'
import { Siblings } from './session/siblings'
import { createCallback } from './session/signals'
import { Skew } from './session/skew'
import { type AuthSnapshot, deriveSnapshot, statusOf } from './session/snapshot'
import { Timeline } from './timeline'
import { TokenVault } from './token-vault'
import { VERSION } from './version'

/**
 * A session: it logs in, keeps the access token good, and sends requests so that none is lost to a token's end. It touches
 * nothing of the platform and starts nothing until it is used.
 *
 * @throws TypeError that names a bad option.
 */
export function createAuthSession<Logins extends LoginMethods, User = unknown>(
  options: AuthSessionOptions<Logins>,
): AuthSession<Logins, User> {
  const settings = resolveOptions(options as unknown as AuthSessionOptions)
  const backend = options.backend as unknown as AuthBackend
  const key = options.key ?? 'auth-session'
  const origins = new Origins(options.origins, backend.baseUrl)
  const lifecycle = options.lifecycle ?? pageLifecycle()
  const storage = options.storage ?? memoryStorage()
  const lock = options.lock === undefined ? processLock() : options.lock
  const channel = options.channel === undefined ? processChannel() : options.channel
  const random = Math.random
  const salt = crypto.getRandomValues(new Uint32Array(4)).join()

  let disposed = false
  let begun = false
  let users = 0
  let snapshot: AuthSnapshot
  let revoking: Promise<unknown> = Promise.resolve()
  const listeners = new Set<(snapshot: AuthSnapshot) => void>()

  const tell = (event: SessionEvent) => {
    if (!disposed) actor.send(event)
  }
  const callback = createCallback((where, message) =>
    tell({ type: 'fault.raised', at: deadlines.now(), where, message }),
  )
  const deadlines: Deadlines = new Deadlines(options.clock ?? systemClock(), () => presence.checkClock())
  const transport = () => options.fetch ?? globalThis.fetch
  const skew = new Skew()
  const vault = new TokenVault(salt)
  const mint = new Mint(backend, settings.renewal, skew, random)
  const store = new KeptStore({
    open: () => storage(key),
    deadlines,
    timeout: settings.renewal.requestTimeout,
    toRecord: (credentials) => mint.toRecord(credentials, ports.fingerprint),
    onPersistence: (persistence) => {
      if (persistence === 'volatile') warnOnce('the platform refuses to keep the session: it will not survive a reload')
      tell({ type: 'persistence.changed', at: deadlines.now(), persistence })
    },
  })
  const holder = random().toString(36).slice(2)
  const ports: SessionPorts = {
    backend,
    settings: settings.renewal,
    vault,
    store,
    mint,
    deadlines,
    lifecycle,
    exchange: createExchange({ transport, now: () => deadlines.now(), skew }),
    reconcile: (state, now) => reconcile(state, now),
    get fingerprint() {
      return `${backend.kind}@${originOf(backend.baseUrl)}`
    },
    holder,
    random,
    waiting: () => requests.waiting.size,
    tell,
    announce: () => siblings.announce(),
    revoke: (tokens) => void revocation.revoke(tokens),
    log: (error) => warnOnce(String(error)),
  }
  const reconcile = createReconcile(ports)
  const revocation = new Revocation(ports)
  const login = new Login(ports)
  const shared =
    <T>(port: T | null) =>
    () =>
      store.shared ? port : null
  const renewal = createRenewal(ports, shared(lock), `${key}.renewal`)
  const siblings = new Siblings(ports, shared(channel), key, renewal.storeMoved)
  const requests = new Requests({
    vault,
    deadlines,
    evidence: new Evidence(settings.renewal.minInterval),
    queue: settings.queue,
    tell: (event) => {
      tell(event)
      presence.rest()
    },
  })
  const restoration = new Restoration(ports, (epoch) => {
    requests.restored = epoch
  })
  const presence = new Presence({
    ...ports,
    siblings,
    pause: () => requests.pause(),
    unpause: () => requests.unpause(),
    onFreeze: renewal.froze,
    onOnline: () => {
      renewal.online()
      revocation.retry()
    },
    isBusy: () => requests.waiting.size > 0,
  })

  const timeline = new Timeline(() => deadlines.now(), VERSION, JSON.stringify([backend.kind, settings]))
  const inspect = (event: InspectionEvent) => {
    timeline.observe(event)
    if (typeof options.inspect === 'function') options.inspect(event)
    else options.inspect?.next?.(event)
  }
  const machine = sessionMachine.provide({
    actors: {
      restore: restoration.logic,
      renewal: renewal.machine,
      revoke: step((_, done) => {
        revoking.then(() => done())
      }),
    },
    actions: {
      dropTokens: (_, { reason }) => {
        const dropped = vault.clear()
        if (dropped) store.end(dropped.stamp.epoch, reason).then(() => siblings.announce())
      },
      endRenewal: renewal.end,
    },
  })
  const actor = createActor(machine, {
    input: {
      persistence: 'page',
      restoreTimeout: settings.restoreTimeout,
      requestTimeout: settings.renewal.requestTimeout,
      whileHidden: settings.renewal.whileHidden,
    },
    clock: {
      setTimeout: (run, ms) => deadlines.set(deadlines.now() + ms, run, true),
      clearTimeout: (handle: DeadlineHandle) => deadlines.cancel(handle),
    },
    inspect,
  })
  snapshot = deriveSnapshot(actor.getSnapshot(), null, null)
  actor.subscribe((state) => {
    const before = snapshot
    snapshot = deriveSnapshot(state, vault.current, before)
    requests.enter({ status: statusOf(state), delay: state.context.delay, subject: state.context.subject })
    if (snapshot !== before) for (const listener of [...listeners]) callback('subscribe', listener, snapshot)
  })

  const begin = () => {
    if (disposed) throw new AuthSessionError('disposed')
    requests.resting = false
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
  const restored = () =>
    new Promise<AuthSnapshot['status']>((resolve, reject) => {
      const settled = () => disposed || snapshot.status !== 'restoring'
      const settle = () => (disposed ? reject(new AuthSessionError('disposed')) : resolve(snapshot.status))
      if (settled()) return settle()
      const subscription = actor.subscribe({ next: () => settled() && end(), complete: () => end() })
      const end = () => {
        subscription.unsubscribe()
        settle()
      }
    })
  const parts = { requests, epoch: () => vault.stamp?.epoch ?? null, begin }
  const rejecting =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> =>
      run(...args)
  const withToken = createWithToken(parts)

  const session: AuthSession<Logins, User> = {
    actor,
    start: rejecting(() => {
      users++
      begin()
      return restored()
    }),
    stop() {
      users = Math.max(users - 1, 0)
      if (users > 0 || !presence.attached) return
      requests.resting = true
      presence.detach()
    },
    dispose() {
      if (disposed) return
      users = 0
      login.void(new AuthSessionError('disposed'))
      presence.detach()
      disposed = true
      requests.dispose()
      actor.stop()
      deadlines.dispose()
      listeners.clear()
    },
    [Symbol.dispose]: () => session.dispose(),
    login: rejecting((...args: unknown[]) => {
      begin()
      const named = typeof args[0] === 'string'
      const method = named ? String(args[0]) : (backend.methods[0] as string)
      const credentials = args[named ? 1 : 0]
      if (!backend.methods.includes(method))
        throw new AuthSessionError(
          'unsupported',
          `The backend has no login '${method}', only ${backend.methods.join(', ')}`,
        )
      if (typeof credentials !== 'object' || credentials === null)
        throw new TypeError('session.login: credentials must be an object')
      return login.withCredentials(method, credentials)
    }),
    setTokens: rejecting((grant) => {
      begin()
      return login.withGrant(grant)
    }),
    logout: rejecting(async ({ everywhere = false } = {}) => {
      begin()
      login.void(new AuthSessionError('session_changed', 'The user has logged out'))
      const left = vault.clear()
      const ended = left ? store.end(left.stamp.epoch, 'logged_out') : restoration.void()
      if (left) revoking = revocation.revoke(left, everywhere)
      else if (snapshot.status === 'restoring') revoking = ended
      tell({ type: 'user.loggedOut', at: deadlines.now(), everywhere })
      ended.then(() => siblings.announce())
      await deadlines.within(settings.renewal.requestTimeout, revoking, () => undefined)
    }),
    fetch: createFetch({
      ...parts,
      origins,
      backend,
      transport,
      label: options.label ?? labelOf,
      onSuccessor: (token, lease: Credentials) => adoptSuccessor(token, lease, ports),
      onUnlisted: (url) => {
        if (__DEV__) warnOnce(`no token goes to ${originOf(url)}: name it in \`origins\` if it should`)
      },
    }),
    accessToken: rejecting(createAccessToken(parts)),
    withToken: rejecting(withToken) as AuthSession['withToken'],
    acknowledge() {
      begin()
      tell({ type: 'user.acknowledged', at: deadlines.now() })
    },
    check: rejecting(async () => {
      if (!__DEV__) throw new AuthSessionError('unsupported', 'session.check() is for development')
      begin()
      return checkSession(ports, skew)
    }),
    getSnapshot: () => snapshot as AuthSnapshot<User>,
    subscribe(listener) {
      const own = (next: AuthSnapshot) => listener(next as AuthSnapshot<User>)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    on(type, listener) {
      const heard = (event: unknown) => callback(`on('${type}')`, listener, event as AuthSessionEvents[typeof type])
      return actor.on(type, heard).unsubscribe
    },
    timeline: () => timeline.record(),
  }
  return session
}

import { createActor, type InspectionEvent, waitFor } from 'xstate'
import { type RevokeInput, type SessionEvent, sessionMachine } from '../machines'
import type { AuthSession, AuthSessionEvents } from './auth-session'
import type { LoginMethods } from './backends/backend'
import type { Credentials } from './credentials'
import { warnOnce } from './development'
import type { DevelopmentFact } from './development-fact'
import { AuthSessionError, withoutAddress } from './errors'
import { createExchange } from './grants/exchange'
import { createMint } from './grants/mint'
import { createSkew } from './grants/skew'
import { createKeptStore } from './keeping/kept-store'
import { createReconcile } from './keeping/reconcile'
import { type AuthSessionOptions, resolveOptions } from './options'
import { processChannel } from './platform/channel'
import { systemClock } from './platform/clock'
import { createDeadlines, type Deadlines } from './platform/deadlines'
import { pageLifecycle } from './platform/lifecycle'
import { processLock } from './platform/lock'
import { memoryStorage } from './platform/memory-storage'
import { pageChannel } from './platform/page-channel'
import { webLock } from './platform/web-lock'
import type { SessionPorts } from './ports'
import { createRenewal } from './renewal/renewal'
import { createAnswers } from './requests/answers'
import { createFetch } from './requests/fetch'
import { createOrigins, labelOf, originOf } from './requests/origins'
import { createRequests } from './requests/requests'
import { adoptSuccessor } from './requests/successor'
import { watchRequests } from './requests/watch'
import { createTokenCalls } from './requests/with-token'
import { checkSession } from './session/check'
import { createLogin } from './session/login'
import { loginArguments } from './session/login-arguments'
import { createLogout } from './session/logout'
import { createPresence } from './session/presence'
import { createRestoration } from './session/restore'
import { createSiblings } from './session/siblings'
import { createCallback } from './session/signals'
import { createSnapshots } from './session/snapshot'
import { checkShape } from './shape'
import { step } from './step'
import { createTimeline } from './timeline'
import { createTokenVault } from './token-vault'
import { VERSION } from './version'

/**
 * A session: it logs in, keeps the access token good, and sends requests so that none is lost to a token's end. It touches
 * nothing of the platform and starts nothing until it is used.
 *
 * @throws TypeError that names a bad option.
 */
export function createAuthSession<Logins extends LoginMethods, User = unknown>(
  given: AuthSessionOptions<Logins, User>,
): AuthSession<Logins, User> {
  // What a login takes matters to the caller's types alone.
  const options = given as unknown as AuthSessionOptions
  const settings = resolveOptions(options)
  const { backend } = options
  const { key = 'auth-session', lifecycle = pageLifecycle(), inspect } = options
  const { clock = systemClock(), storage = memoryStorage() } = options
  const origins = createOrigins(options.origins, backend.baseUrl)
  const { random } = Math
  const holder = random().toString(36).slice(2)
  let begun = false
  let disposed = false
  let users = 0

  const tell = (event: SessionEvent) => {
    if (!disposed) send(event)
  }
  const deadlines: Deadlines = createDeadlines(clock, () => presence.checkClock())
  const { now } = deadlines
  const callback = createCallback((where, message) => tell({ type: 'fault.raised', at: now(), where, message }))
  const sendListed = backend.send?.bind(backend)
  const transport = (listed: boolean): typeof globalThis.fetch => {
    const send = options.fetch ?? globalThis.fetch
    return listed && sendListed ? async (input, init) => sendListed(input, init, send) : send
  }
  const skew = createSkew()
  const fingerprint = () => `${backend.kind}@${originOf(backend.baseUrl)}`
  const vault = createTokenVault()
  const requests = createRequests({
    vault,
    deadlines,
    minInterval: settings.renewal.minInterval,
    queue: settings.queue,
    tell,
  })
  if (__DEV__ && options.observe) {
    const { observe } = options
    const tellTool = (fact: DevelopmentFact) => callback('observe', observe, fact)
    watchRequests([deadlines, requests], { deadlines, tell: tellTool, label: (...named) => label(...named) })
    skew.measured = (source) => tellTool({ type: 'skew.measured', at: now(), skew: skew.estimate, source })
    const header = backend.authorization('')?.[0] ?? null
    const { renewal: final } = backend.final
    tellTool({ type: 'session.created', at: now(), key, kind: backend.kind, header, final })
  }
  const mint = createMint({ backend, policy: settings.renewal, skew, fingerprint })
  const store = createKeptStore({
    open: () => storage(key),
    deadlines,
    fingerprint,
    onPersistence: (persistence) => {
      if (persistence === snapshots.get().persistence) return
      if (__DEV__ && persistence === 'volatile')
        warnOnce('the platform refuses to keep the session: it will not survive a reload')
      tell({ type: 'persistence.changed', at: now(), persistence })
    },
  })
  const revoke = (tokens: Credentials, before?: string) => void logout.revoke(tokens, false, before)
  const ports: SessionPorts = {
    backend,
    settings: settings.renewal,
    vault,
    store,
    mint,
    deadlines,
    lifecycle,
    exchange: createExchange({ transport: () => transport(true), deadlines, skew }),
    reconcile: createReconcile({
      vault,
      mint,
      holder,
      deadlines,
      bound: 3 * settings.renewal.requestTimeout,
      onFound: store.holds,
      revoke,
    }),
    holder,
    random,
    isReading: () => actor.getSnapshot().matches('restoring'),
    isRestoring: () => snapshots.get().status === 'restoring',
    waiting: () => requests.waiting(),
    tell,
    announce: () => siblings.announce(),
    revoke,
    log(error) {
      if (!__DEV__) return
      const failed = () => `a step of the session's own failed: ${withoutAddress(error).message}`
      warnOnce(error instanceof AuthSessionError ? String(error) : failed())
    },
  }
  const login = createLogin(ports)
  const restoration = createRestoration({
    ...ports,
    timeout: settings.restore.timeout,
    onFound: requests.restore,
    nextEpoch: login.nextEpoch,
  })
  const logout = createLogout(ports, login, restoration)
  const { lock, channel } = options
  const ofPage = () => store.scope === 'device'
  const getLock = () => (lock !== undefined ? lock : ofPage() ? webLock() : processLock())
  const getChannel = () => (channel !== undefined ? channel : ofPage() ? pageChannel() : processChannel())
  const renewal = createRenewal(ports, getLock, `${key}.renewal`)
  const siblings = createSiblings(ports, getChannel, key)
  const presence = createPresence(ports, { siblings, requests, renewal, logout })

  const timeline = createTimeline(now, VERSION, JSON.stringify([backend.kind, settings]))
  const observe = (event: InspectionEvent) => {
    if (typeof inspect === 'function') inspect(event)
    else inspect?.next?.(event)
  }
  const machine = sessionMachine.provide({
    actors: {
      restore: restoration.logic,
      renewal: renewal.machine,
      revoke: step<void, RevokeInput>((_, done) => void logout.settled().then(done)),
    },
    actions: {
      dropTokens: (_, { reason }) => {
        const dropped = vault.clear()
        if (dropped) renewal.during(store.end(dropped.stamp.epoch, reason).then(ports.announce))
      },
      endRenewal: renewal.end,
    },
  })
  const actor = createActor(machine, {
    id: 'session',
    input: {
      persistence: 'page',
      restoreTimeout: settings.restore.timeout,
      requestTimeout: settings.renewal.requestTimeout,
      whileHidden: settings.renewal.whileHidden,
    },
    clock: {
      setTimeout: (run, ms) => deadlines.setPatiently(now() + ms, run, true),
      clearTimeout: (cancel: () => void) => cancel(),
    },
    inspect(event) {
      timeline.observe(event)
      callback('inspect', observe, event)
    },
  })
  const { send } = actor
  // Who else sent it anything would part the chart from the vault.
  actor.send = () => {
    if (__DEV__) warnOnce("session.actor takes no events, and has dropped one: call the session's methods instead")
  }
  const snapshots = createSnapshots(actor.getSnapshot(), callback)
  actor.subscribe((state) => {
    const tellListeners = snapshots.take(state, vault.current)
    const { delay, subject } = state.context
    requests.enter({ status: snapshots.get().status, delay, subject })
    tellListeners()
    presence.rest()
    if (!ports.isReading()) siblings.restored()
  })

  const begin = () => {
    if (disposed) throw new AuthSessionError('disposed')
    if (presence.isAttached()) return
    const again = begun
    begun = true
    if (!again) {
      actor.start()
      store.tellPersistence()
      if (__DEV__ && backend.rotation !== 'never' && store.persistence === 'page')
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

  const onSuccessor = (token: string, lease: Credentials) => adoptSuccessor(token, lease, ports)
  const answers = createAnswers({ origins, backend, onSuccessor })
  const tokenCalls = createTokenCalls({ requests, answers, origins })
  const label = (url: string, method: string): string => {
    let name = labelOf(url, method)
    const give = () => {
      name = options.label?.(url, method) ?? name
    }
    callback('label', give, undefined)
    return name
  }

  const session: AuthSession<Logins, User> = {
    actor,
    async start() {
      begin()
      users++
      await waitFor(actor, (state) => !state.hasTag('restoring')).catch(() => {})
      if (disposed) throw new AuthSessionError('disposed')
      return snapshots.get().status
    },
    stop() {
      users = Math.max(users - 1, 0)
      if (users > 0 || !presence.isAttached()) return
      presence.detach()
    },
    dispose() {
      if (disposed) return
      login.void(new AuthSessionError('disposed'))
      presence.detach()
      disposed = true
      requests.dispose()
      actor.stop()
      renewal.end()
      deadlines.dispose()
    },
    get disposed() {
      return disposed
    },
    [Symbol.dispose]: () => session.dispose(),
    login: using((...args) => login.withCredentials(...loginArguments(args, backend))),
    setTokens: using(login.withGrant),
    logout: using(({ everywhere = false } = {}) => logout.run(everywhere)),
    fetch: createFetch({ requests, answers, begin, origins, backend, transport, label }),
    accessToken: using(tokenCalls.accessToken),
    withToken: using(tokenCalls.withToken) as AuthSession['withToken'],
    acknowledge() {
      begin()
      tell({ type: 'user.acknowledged', at: now() })
    },
    check: using(async () => {
      if (__DEV__) return checkSession(ports, skew)
      throw new AuthSessionError('unsupported')
    }),
    getSnapshot: snapshots.get as AuthSession<Logins, User>['getSnapshot'],
    subscribe: snapshots.subscribe as AuthSession<Logins, User>['subscribe'],
    on(type, listener) {
      checkShape('session.on: listener', listener, 'a function')
      const heard = (event: unknown) =>
        // A server that answers with the very token has renewed nothing.
        (type === 'renewed' && !vault.isNew()) ||
        callback(`on('${type}')`, listener, event as AuthSessionEvents[typeof type])
      return actor.on(type, heard).unsubscribe
    },
    timeline: timeline.record,
  }
  return session
}

import { createActor, type InspectionEvent } from 'xstate'
import { type RevokeInput, type SessionEvent, sessionMachine } from '../machines'
import { warnOnce } from './development'
import { AuthSessionError, withoutAddress } from './errors'
import { createExchange } from './grants/exchange'
import { createMint } from './grants/mint'
import { createSkew } from './grants/skew'
import { createKeptStore } from './keeping/kept-store'
import { createReconcile } from './keeping/reconcile'
import { type AuthSessionOptions, resolveOptions } from './options'
import { processChannel } from './platform/channel'
import { systemClock } from './platform/clock'
import { type DeadlineHandle, Deadlines } from './platform/deadlines'
import { pageLifecycle } from './platform/lifecycle'
import { processLock } from './platform/lock'
import { memoryStorage } from './platform/memory-storage'
import type { SessionPorts } from './ports'
import { createRenewal } from './renewal/renewal'
import { createOrigins, originOf } from './requests/origins'
import { createRequests } from './requests/requests'
import { Login } from './session/login'
import { Logout } from './session/logout'
import { Presence } from './session/presence'
import { Restoration } from './session/restore'
import { Revocation } from './session/revocation'
import { Siblings } from './session/siblings'
import { createCallback } from './session/signals'
import { statusOf } from './session/snapshot'
import { Snapshots } from './session/snapshots'
import { step } from './step'
import { Timeline } from './timeline'
import { createTokenVault } from './token-vault'
import { VERSION } from './version'

/** Puts vault, machines and ports of one session together. Nothing of the platform is touched and nothing runs yet. */
export function assemble(options: AuthSessionOptions) {
  const settings = resolveOptions(options)
  const { backend, key = 'auth-session', channel = processChannel() } = options
  const { lifecycle = pageLifecycle(), storage = memoryStorage() } = options
  const origins = createOrigins(options.origins, backend.baseUrl)
  const random = Math.random
  const holder = random().toString(36).slice(2)
  const life = { disposed: false, starting: 0 }

  const tell = (event: SessionEvent) => {
    if (!life.disposed) actor.send(event)
  }
  const callback = createCallback((where, message) =>
    tell({ type: 'fault.raised', at: deadlines.now(), where, message }),
  )
  const deadlines: Deadlines = new Deadlines(options.clock ?? systemClock(), () => presence.checkClock())
  const transport = () => options.fetch ?? globalThis.fetch
  const skew = createSkew()
  const fingerprint = () => `${backend.kind}@${originOf(backend.baseUrl)}`
  const vault = createTokenVault()
  const mint = createMint({ backend, policy: settings.renewal, skew, random, fingerprint })
  const store = createKeptStore({
    open: () => storage(key),
    deadlines,
    fingerprint,
    onPersistence: (persistence) => {
      if (persistence === snapshots.get().persistence) return
      if (persistence === 'volatile') warnOnce('the platform refuses to keep the session: it will not survive a reload')
      tell({ type: 'persistence.changed', at: deadlines.now(), persistence })
    },
  })
  const ports: SessionPorts = {
    backend,
    settings: settings.renewal,
    vault,
    store,
    mint,
    deadlines,
    lifecycle,
    exchange: createExchange({ transport, deadlines, skew }),
    reconcile: (state, now) => reconcile(state, now),
    holder,
    random,
    waiting: () => requests.waiting(),
    tell,
    announce: () => siblings.announce(),
    revoke: (tokens) => void revocation.revoke(tokens),
    log: (error) => warnOnce(String(error instanceof AuthSessionError ? error : withoutAddress(error))),
  }
  const reconcile = createReconcile(ports)
  const revocation = new Revocation(ports)
  const login = new Login(ports)
  // A lock of this process says nothing about other tabs: there the intents in the store tell who is at work.
  const lock = () => (options.lock !== undefined ? options.lock : store.scope === 'device' ? null : processLock())
  const renewal = createRenewal(ports, lock, `${key}.renewal`)
  const siblings = new Siblings(ports, channel, key, () => snapshots.get().status === 'restoring')
  const requests = createRequests({
    vault,
    deadlines,
    minInterval: settings.renewal.minInterval,
    queue: settings.queue,
    tell: (event) => {
      tell(event)
      presence.rest()
    },
  })
  const restoration = new Restoration(ports, settings.restore.timeout, (epoch) => {
    requests.restore(epoch)
  })
  const logout = new Logout({ ...ports, login, restoration, revocation })
  const presence = new Presence({
    ...ports,
    siblings,
    pause: requests.pause,
    onFreeze: renewal.froze,
    onOnline: () => {
      renewal.online()
      revocation.retry()
    },
    isBusy: () => requests.waiting() > 0 || life.starting > 0,
  })

  const timeline = new Timeline(() => deadlines.now(), VERSION, JSON.stringify([backend.kind, settings]))
  const observe = (event: InspectionEvent) => {
    if (typeof options.inspect === 'function') options.inspect(event)
    else options.inspect?.next?.(event)
  }
  const inspect = (event: InspectionEvent) => {
    timeline.observe(event)
    if (options.inspect) callback('inspect', observe, event)
  }
  const machine = sessionMachine.provide({
    actors: {
      restore: restoration.logic,
      renewal: renewal.machine,
      revoke: step<void, RevokeInput>((_, done) => void logout.revoking.then(done)),
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
      restoreTimeout: settings.restore.timeout,
      requestTimeout: settings.renewal.requestTimeout,
      whileHidden: settings.renewal.whileHidden,
    },
    clock: {
      setTimeout: (run, ms) => deadlines.set(deadlines.now() + ms, run, true),
      clearTimeout: (handle: DeadlineHandle) => deadlines.cancel(handle),
    },
    inspect,
  })
  const snapshots = new Snapshots(actor.getSnapshot(), callback)
  actor.subscribe((state) => {
    const tellListeners = snapshots.take(state, vault.current)
    requests.enter({ status: statusOf(state), delay: state.context.delay, subject: state.context.subject })
    tellListeners()
    if (snapshots.get().status !== 'restoring') siblings.restored()
  })

  return {
    settings,
    origins,
    transport,
    life,
    ports,
    callback,
    skew,
    login,
    logout,
    renewal,
    requests,
    siblings,
    presence,
    timeline,
    actor,
    snapshots,
  }
}

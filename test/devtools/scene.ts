import { onTestFinished } from 'vitest'
import {
  createAuthSession,
  type LifecycleListener,
  memoryStorage,
  processChannel,
  processLock,
} from 'xstate-auth-session'
import { type DevelopmentPorts, developmentPorts } from 'xstate-auth-session/devtools'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { controlOf } from '../../src/devtools/control'

export const ada = { username: 'ada', password: 'lovelace' }

/** A token's life, in ms. */
export const LIFE = 300_000

let scenes = 0

/** A session with development ports over a fake backend, in simulated time. `named`: over a store that another one shares. */
export function openPorts({ own = {}, named = false }: { own?: DevelopmentPorts; named?: boolean } = {}) {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ now: time.now, accessLifetime: LIFE / 1_000 })
  const scope = `scene-${++scenes}`
  const storage = named ? memoryStorage({ scope }) : memoryStorage()
  const attached = new Set<LifecycleListener>()
  const given: DevelopmentPorts = {
    clock: time.clock,
    fetch: fake.fetch,
    storage,
    lock: processLock(),
    channel: processChannel(),
    lifecycle: {
      isOnline: () => true,
      attach(listener) {
        attached.add(listener)
        return () => void attached.delete(listener)
      },
    },
    ...own,
  }
  const open = (ports: DevelopmentPorts) => {
    const session = createAuthSession({ backend: fake.backend, key: scope, ...ports })
    onTestFinished(() => session.dispose())
    return session
  }
  const session = open(developmentPorts(given))
  const control = controlOf(session)!
  return { time, fake, given, session, control, open, attached, url: (path: string) => fake.baseUrl + path }
}

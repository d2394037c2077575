import { createAuthSession, type Recording, webStorage } from 'xstate-auth-session'
import { developmentPorts, mountDevtools } from 'xstate-auth-session/devtools'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { controlOf } from '../../../../src/devtools/control'

const fake = createFakeBackend({ accessLifetime: 300 })
const asked = new URLSearchParams(location.search)
const storage = webStorage()
const given = { storage, fetch: fake.fetch }
const session = createAuthSession({
  backend: fake.backend,
  key: asked.get('key') ?? 'panel',
  ...(asked.has('bare') ? given : developmentPorts(given)),
})
const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))

/** What the tests drive the page by. */
const scene = {
  session,
  fake,
  violations,
  levers: controlOf(session)?.levers,
  /** Mounted panels, each with what takes it away. */
  mount: (dock: 'bottom' | 'side' = 'bottom') => mountDevtools(session, { dock }),
  login: () => session.login({ username: 'ada', password: 'lovelace' }),
  /** Asks for something, and lets go of the outcome. */
  ask(path: string, hold = false) {
    session.fetch(fake.baseUrl + path, { hold }).catch(() => {})
  },
  /** A life of that many events. */
  longLife(events: number): Recording {
    const recording = session.timeline()
    const last = recording.events.at(-1)
    const counted = (index: number) => ({
      at: (last?.at ?? 0) + index,
      machine: 'session' as const,
      event: { type: 'requests.counted', at: recording.startedAt + (last?.at ?? 0) + index, waiting: 0, held: 0 },
      value: last?.value,
    })
    const added = Array.from({ length: events - recording.events.length }, (_, index) => counted(index))
    return { ...recording, events: [...recording.events, ...added] }
  },
}

export type Scene = typeof scene

Object.assign(globalThis, { scene })
if (!asked.has('unmounted')) Object.assign(globalThis, { unmount: scene.mount() })

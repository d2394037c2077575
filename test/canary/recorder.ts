import { vi } from 'vitest'
import type { InspectionEvent } from 'xstate'
import type { AuthSession, AuthSnapshot, Channel, Lock, Recording } from 'xstate-auth-session'
import { draw, explain, reproduce } from 'xstate-auth-session/testing'
import { OwnError } from './planted'

type AnySession = Pick<AuthSession, 'on' | 'subscribe' | 'actor' | 'timeline' | 'getSnapshot' | 'check'>

const EVENTS = ['loggedIn', 'renewed', 'renewalDelayed', 'expiring', 'expired', 'loggedOut', 'fault'] as const

/** All that sessions say, show, keep in mind or throw, by the way it comes. */
export function createRecorder() {
  const heard = {
    console: [] as unknown[],
    'inspection events': [] as InspectionEvent[],
    'machine snapshots': [] as unknown[],
    'persisted machines': [] as string[],
    events: [] as unknown[],
    snapshots: [] as unknown[],
    errors: [] as unknown[],
    'lock names': [] as string[],
    'channel messages': [] as unknown[],
    checks: [] as unknown[],
    timelines: [] as Recording[],
    explanations: [] as string[],
    drawings: [] as string[],
    'printed tests': [] as string[],
    sessions: [] as AnySession[],
  }
  /** What the snapshot shows of the user: the app's own door to it. */
  const users: Pick<AuthSnapshot, 'user' | 'claims'>[] = []
  const own: string[] = []
  for (const [level, member] of Object.entries(console))
    if (typeof member === 'function')
      vi.spyOn(console, level as 'log').mockImplementation((...said) => void heard.console.push([level, ...said]))

  const see = (snapshot: AuthSnapshot) => {
    const { user, claims, ...rest } = snapshot
    heard.snapshots.push(rest)
    users.push({ user, claims })
  }

  return {
    heard,
    users,
    /** Through which calls errors of the app's own code came back to it. */
    own,

    inspect: (event: InspectionEvent) => void heard['inspection events'].push(event),

    follow<T extends AnySession>(session: T): T {
      heard.sessions.push(session)
      for (const type of EVENTS) session.on(type, (event) => void heard.events.push(event))
      session.subscribe(see)
      session.actor.subscribe((snapshot) => {
        heard['machine snapshots'].push(snapshot)
        heard['persisted machines'].push(JSON.stringify(session.actor.getPersistedSnapshot()))
      })
      return session
    },

    /** What becomes of a call. An error of the app's own code is the app's. */
    async outcome(what: string, promise: Promise<unknown>): Promise<unknown> {
      try {
        return await promise
      } catch (error) {
        if (error instanceof OwnError) own.push(what)
        else heard.errors.push(error)
        return error
      }
    },

    lock: (lock: Lock): Lock => ({
      acquire(name, signal) {
        heard['lock names'].push(name)
        return lock.acquire(name, signal)
      },
    }),

    channel: (channel: Channel): Channel => ({
      open(name, listener) {
        const room = channel.open(name, listener)
        const post = (...message: unknown[]) => {
          heard['channel messages'].push([name, ...message])
          room.post()
        }
        return { post, close: room.close }
      },
    }),

    async check(session: AnySession) {
      heard.checks.push(await session.check())
    },

    /** What recordings say, and what is made of them. */
    async replay() {
      for (const session of heard.sessions) {
        const recording = session.timeline()
        heard.timelines.push(recording)
        heard['printed tests'].push(reproduce(recording).test())
        see(session.getSnapshot())
      }
      heard.explanations.push(explain(heard.timelines))
      heard.drawings.push(draw(heard.timelines))
    },
  }
}

import { type AuthSessionOptions, createAuthSession, type Recording, type SessionStorage } from 'xstate-auth-session'
import {
  createFakeBackend,
  createSiblings,
  createSimulatedTime,
  type FakeBackendOptions,
} from 'xstate-auth-session/testing'

export const ada = { username: 'ada', password: 'lovelace' }

const TWO_O_CLOCK = Date.UTC(2026, 10, 24, 14)
const REFRESH = '/api/token/refresh/'

/** Sessions whose first renewal is due four minutes after two o'clock, at which time begins. */
export function setStage(options: FakeBackendOptions = {}) {
  const time = createSimulatedTime(TWO_O_CLOCK)
  const server = createFakeBackend({ now: time.now, ...options })
  const own = { renewal: { jitter: 0 } } as const
  const recordings: (() => Recording)[] = []
  const recorded = <T extends { readonly timeline: () => Recording }>(session: T) => {
    recordings.push(session.timeline)
    return session
  }

  const stage = {
    time,
    server,
    notes: `${server.baseUrl}/api/notes/`,

    open(storage?: SessionStorage, more: Partial<Omit<AuthSessionOptions, 'backend'>> = {}) {
      const { backend, fetch } = server
      return recorded(createAuthSession({ backend, fetch, storage, clock: time.clock, ...own, ...more }))
    },

    /** A browser whose tabs record. */
    browse() {
      const browser = createSiblings({ backend: server, time, session: own })
      const open = () => {
        const tab = browser.open()
        recorded(tab.session)
        return tab
      }
      return { ...browser, open }
    },

    /** The next renewals that come to the server go this way. */
    nextRenewals(...ways: ((answer: () => Response) => Response | Promise<Response>)[]) {
      server.intercept(({ path }, answer) => (path === REFRESH ? ways.shift()?.(answer) : undefined))
    },

    /** As they arrive in a bug report, in the order of opening. */
    recordings: (): Recording[] => recordings.map((record) => JSON.parse(JSON.stringify(record()))),

    /** What a login answers. */
    async tokens(): Promise<{ access: string; refresh: string }> {
      const body = JSON.stringify(ada)
      return (await server.fetch(`${server.baseUrl}/api/token/`, { method: 'POST', body })).json()
    },
  }
  return stage
}

export type Stage = ReturnType<typeof setStage>

/** The server has rotated, and its answer is lost. */
export const lost = (answer: () => Response): Promise<Response> => {
  answer()
  return Promise.reject(new TypeError('fetch failed'))
}

/** The server has rotated, and never answers. */
export const silent = (answer: () => Response): Promise<Response> => {
  answer()
  return new Promise(() => {})
}

/** The server answers by a status; with `rotates` it has rotated all the same. */
export const failing =
  (status: number, rotates = false) =>
  (answer: () => Response): Response => {
    if (rotates) answer()
    return new Response('{}', { status })
  }

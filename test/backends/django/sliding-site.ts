import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { type SlidingHeaderOptions, slidingHeader } from 'xstate-auth-session/backends'
import { createHandClock } from '../../session/hand-clock'
import type { SlidingSettings } from './site'
import { takeSite } from './sites'

const users = [{ id: 1, username: 'ada', password: 'lovelace', name: 'Ada Lovelace' }]
const baseUrl = 'http://localhost'
const header = 'Refresh-Token'

interface SlidingScene {
  /** Seconds */
  readonly lifetime: number
  readonly server?: SlidingSettings
  /** Whether answers bring any. @default true */
  readonly successors?: boolean
  readonly backend?: Partial<Omit<SlidingHeaderOptions, 'logins'>>
  readonly session?: Partial<Omit<AuthSessionOptions, 'backend'>>
}

/** What reached Django, and what it said. */
interface Noted {
  readonly path: string
  readonly status: number
  /** Seconds since the scene was opened. */
  readonly at: number
  readonly hasSuccessor: boolean
}

/** A real Django with one token, ada's session over it, and one time for both that only the test moves. */
export async function openSlidingSite({
  lifetime,
  server = {},
  successors = true,
  backend,
  session: options,
}: SlidingScene) {
  const clock = createHandClock()
  const opened = clock.now()
  const simple = { rotation: false, blacklist: false, refreshLifetime: 86_400, origins: null, crossSite: false }
  const successorHeader = successors ? header : null
  const settings = { ...simple, accessLifetime: lifetime, successorHeader, timed: true, sliding: server }
  const { site, giveBack } = await takeSite(settings)
  onTestFinished(giveBack)
  site.setTime(clock.now())
  await site.order('begin', { users })
  const noted: Noted[] = []
  let underWay = 0

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init)
    const { pathname, search } = new URL(asked.url)
    underWay++
    try {
      site.setTime(clock.now())
      const body = Buffer.from(await asked.arrayBuffer())
      const headers = Object.fromEntries(asked.headers)
      const answer = await site.send({ method: asked.method, path: pathname + search, headers, body })
      const { status } = answer
      const at = Math.round((clock.now() - opened) / 1_000)
      noted.push({ path: pathname, status, at, hasSuccessor: header.toLowerCase() in answer.headers })
      const date = new Date(clock.now()).toUTCString()
      return new Response(answer.body || null, { status, headers: { ...answer.headers, date } })
    } finally {
      underWay--
    }
  }
  const quiet = async () => {
    do await setTimeout(3)
    while (underWay > 0)
  }
  const scheme = server.scheme ?? 'Bearer'
  const made = slidingHeader({ baseUrl, header, scheme, ...backend })
  const session = createAuthSession({ backend: made, fetch, clock, ...options })
  onTestFinished(() => session.dispose())
  const told: string[] = []
  for (const type of ['renewed', 'renewalDelayed', 'expiring', 'expired'] as const)
    session.on(type, () => void told.push(type))
  await session.login({ username: 'ada', password: 'lovelace' })
  return {
    site,
    clock,
    session,
    told,
    get: async (path = '/api/items/') => (await session.fetch(baseUrl + path)).status,
    /** Paths, and when they were asked; seconds since the login. */
    callsOf: (path: string) => noted.filter((one) => one.path === path),
    statuses: () => [...new Set(noted.map(({ status }) => status))],
    /** Time passes in steps, with every answer that it leads to. */
    async pass(seconds: number, step = 500) {
      for (let passed = 0; passed < seconds * 1_000; passed += step) {
        clock.advance(step)
        await quiet()
      }
    },
    diagnostics: () =>
      session.timeline().events.filter(({ event }) => Object(event).message === 'successor_not_newer').length,
  }
}

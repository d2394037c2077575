import { expect, onTestFinished, vi } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { createSimulatedTime, type SimulatedTime } from 'xstate-auth-session/testing'
import { ada, me, origin, type Session, watch } from '../adversity/world'
import { successorHeader } from './drawn-answers'
import { createHonestServer, isMinted } from './honest-server'
import { wrongWith } from './shape'

/** Takes a request's place of the honest server, or leaves it to that by `undefined`. */
export type Attack = (path: string, signal: AbortSignal | undefined) => Promise<Response> | undefined

/** A request shows as well that a session goes on, and costs less than a login. */
const LOGIN_EVERY = 10

const USABLE = JSON.stringify({
  login: 'done',
  answer: 200,
  isSentMinted: true,
  status: 'authenticated',
  endReason: null,
  wrong: [],
})

/** How many cases one ground bears before there is a new one: what they leave behind is to stay small. */
const USES = 500

export interface Ground {
  readonly time: SimulatedTime
  readonly server: ReturnType<typeof createHonestServer>
  readonly session: Session
  /** The access tokens that have left, in order. */
  readonly sent: string[]
  open(own?: Partial<AuthSessionOptions>): Session
  close(): void
  /** From now on. */
  under(next: Attack): void
  /** The honest server alone answers again. */
  relieve(): void
  /** What becomes of it within so many ms: it must become something. */
  settled(promise: Promise<unknown>, ms: number): Promise<unknown>
  /** Logs her in properly, and sends a request as her. */
  expectUsable(tried?: Session): Promise<void>
  /** The same; but who still has a token of the honest server logs in only now and then. */
  expectGoingOn(): Promise<void>
  /** Logs her in unless she is. */
  begin(): Promise<void>
}

/** An honest server, a session over it in simulated time, and who attacks both. */
export function createGround(options: Partial<AuthSessionOptions> = {}): Ground {
  const time = createSimulatedTime()
  const server = createHonestServer(time.now)
  const backend = simpleJwt({ baseUrl: origin, successorHeader })
  let attack: Attack = () => undefined
  const sent: string[] = []
  let goings = 0

  const transport: typeof fetch = async (input, init = {}) => {
    const request = input instanceof Request ? input : null
    const headers = new Headers(init.headers ?? request?.headers)
    const bearer = headers.get('authorization')
    if (bearer !== null) sent.push(bearer.replace(/^Bearer /, ''))
    const path = (request?.url ?? String(input)).slice(origin.length)
    const hostile = attack(path, init.signal ?? request?.signal)
    return hostile ?? server.handle(path, String(init.body ?? ''), bearer?.replace(/^Bearer /, '') ?? '')
  }
  const open = (own: Partial<AuthSessionOptions> = {}): Session =>
    createAuthSession({ fetch: transport, clock: time.clock, ...options, ...own, backend, renewal: { jitter: 0 } })

  let session: Session | null = null
  const ground: Ground = {
    time,
    server,
    open,
    sent,
    get session(): Session {
      session ??= open()
      return session
    },
    under(next: Attack): void {
      attack = next
    },
    relieve(): void {
      attack = () => undefined
    },
    close: () => session?.dispose(),

    async settled(promise: Promise<unknown>, ms: number): Promise<unknown> {
      const watched = watch(promise)
      await time.advance(ms)
      if (watched.outcome === 'pending') throw new Error(`it hangs for more than ${ms} ms`)
      return watched.outcome
    },

    async expectUsable(tried = ground.session): Promise<void> {
      ground.relieve()
      const login = await ground.settled(tried.login(ada), 1_000)
      sent.length = 0
      const answer = await ground.settled(tried.fetch(me), 1_000)
      const { status, endReason } = tried.getSnapshot()
      const isSentMinted = sent.length > 0 && sent.every(isMinted)
      const told = { login, answer, isSentMinted, status, endReason, wrong: wrongWith(tried) }
      if (JSON.stringify(told) !== USABLE) expect(told).toEqual(JSON.parse(USABLE))
      sent.length = 0
    },

    async expectGoingOn(): Promise<void> {
      ground.relieve()
      if (++goings % LOGIN_EVERY === 0 || ground.session.getSnapshot().status !== 'authenticated')
        return ground.expectUsable()
      sent.length = 0
      const answer = await ground.settled(ground.session.fetch(me), 1_000)
      if (!sent.every(isMinted)) return ground.expectUsable()
      if (answer !== 200) throw new Error(`a request came to ${answer}`)
      sent.length = 0
    },

    async begin(): Promise<void> {
      if (!ground.session.getSnapshot().loggedIn) await ground.expectUsable()
    },
  }
  return ground
}

/** One ground for many cases. One that fails, and each attempt to make it smaller, has a ground of its own. */
export function createGrounds(open: () => Ground = createGround) {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const heard: unknown[] = []
  const hear = (reason: unknown) => void heard.push(reason)
  process.on('unhandledRejection', hear)
  let ready: Ground | null = null
  let uses = 0
  onTestFinished(() => {
    process.off('unhandledRejection', hear)
    ready?.close()
  })
  return async (run: (ground: Ground) => Promise<unknown>): Promise<void> => {
    if (uses++ % USES === 0) {
      ready?.close()
      ready = null
    }
    const ground: Ground = ready ?? open()
    ready = null
    heard.length = 0
    await run(ground)
    // Whoever rejects unheard is told of after everything else has had its turn.
    await new Promise((resolve) => setImmediate(resolve))
    if (heard.length > 0) throw new Error(`unheard: ${heard.map((reason) => Object(reason).stack ?? typeof reason)}`)
    ready = ground
  }
}

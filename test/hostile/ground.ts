import { expect, onTestFinished, vi } from 'vitest'
import { type AuthSessionOptions, createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { ada, me, origin, refreshPath, type Session, watch } from '../adversity/world'
import { successorHeader } from './drawn-answers'
import { wrongWith } from './shape'

/** Takes a request's place of the honest server, or leaves it to that by `undefined`. */
export type Attack = (path: string, signal: AbortSignal | undefined) => Promise<Response> | undefined

/** Whether the honest server has made it; nobody else ends a token so. */
export const isMinted = (token: string) => token.endsWith('.unsigned')

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

/** An honest server, a session over it in simulated time, and who attacks both. */
export function createGround(options: Partial<AuthSessionOptions> = {}) {
  const time = createSimulatedTime()
  const fake = createFakeBackend({ now: time.now })
  const backend = simpleJwt({ baseUrl: origin, successorHeader })
  let attack: Attack = () => undefined
  /** The access tokens that have left, in order. */
  const sent: string[] = []
  let renewed = 0
  let goings = 0

  const transport: typeof fetch = async (input, init = {}) => {
    const request = input instanceof Request ? input : null
    const headers = new Headers(init.headers ?? request?.headers)
    const bearer = headers.get('authorization')
    if (bearer !== null) sent.push(bearer.replace(/^Bearer /, ''))
    const path = (request?.url ?? String(input)).slice(origin.length)
    const hostile = attack(path, init.signal ?? request?.signal)
    if (!hostile && path === refreshPath) renewed++
    return hostile ?? fake.fetch(input, init)
  }
  const open = (own: Partial<AuthSessionOptions> = {}): Session =>
    createAuthSession({ fetch: transport, clock: time.clock, ...options, ...own, backend, renewal: { jitter: 0 } })

  let session: Session | null = null
  const ground = {
    time,
    fake,
    open,
    sent,
    /** How many renewals have come to the honest server. */
    renewals: () => renewed,
    get session(): Session {
      session ??= open()
      return session
    },
    /** From now on. */
    under(next: Attack): void {
      attack = next
    },
    /** The honest server alone answers again. */
    relieve(): void {
      attack = () => undefined
    },
    close: () => session?.dispose(),

    /** What becomes of it within so many ms: it must become something. */
    async settled(promise: Promise<unknown>, ms: number): Promise<unknown> {
      const watched = watch(promise)
      await time.advance(ms)
      if (watched.outcome === 'pending') throw new Error(`it hangs for more than ${ms} ms`)
      return watched.outcome
    },

    /** Logs her in properly, and sends a request as her. */
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

    /** The same; but who still has a token of the honest server logs in only now and then. */
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

    /** Logs her in unless she is. */
    async begin(): Promise<void> {
      if (!ground.session.getSnapshot().loggedIn) await ground.expectUsable()
    },
  }
  return ground
}

export type Ground = ReturnType<typeof createGround>

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

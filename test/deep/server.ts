import { createFakeBackend, type SimulatedTime } from 'xstate-auth-session/testing'
import { refreshPath, revocationPath } from '../adversity/world'
import type { Journal } from './journal'

/** One login as the server knows it: all tokens that come of it. */
export interface Family {
  readonly id: number
  /** A strict server took a second use of a refresh token for theft, and takes no token of it any more. */
  killed: boolean
}

/** A use of a refresh token. */
export interface Spend {
  readonly tab: number
  /** Where in the order of all that happens it left. */
  readonly place: number
  /** Its answer comes to nobody. */
  readonly isLost: boolean
}

/** How answers go wrong: late; never, or cut off, after the server has done what it was asked; or with a 503. */
export type Mood = 'slow' | 'lost' | 'cut' | 'busy'

interface ServerOptions {
  readonly time: SimulatedTime
  readonly journal: Journal
  readonly random: () => number
  /** A second use of a refresh token kills the login; otherwise it brings the same answer once more. */
  readonly strict: boolean
  /** seconds */
  readonly accessLifetime: number
  /** Numbers what happens. */
  readonly nextPlace: () => number
  /** A refresh token is used twice; `first` is the use that left first. */
  readonly onReuse: (first: Spend, second: Spend) => void
}

/** A token server with a wire that takes time, moods, and a memory of which token comes from which login. */
export function createServer({ time, journal, random, strict, accessLifetime, nextPlace, onReuse }: ServerOptions) {
  const fake = createFakeBackend({ now: time.now, accessLifetime })
  const families = new Map<string, Family>()
  const spends = new Map<string, { readonly spend: Spend; readonly answer: string }>()
  let moods: Mood[] = []
  let count = 0

  const wait = (ms: number) => new Promise<void>((resolve) => void time.clock.setTimeout(resolve, ms))
  const refusal = () =>
    new Response('{"detail":"Token is invalid or expired","code":"token_not_valid"}', { status: 401 })

  const register = async (response: Response, family: Family): Promise<string> => {
    const answer = await response.clone().text()
    if (response.ok) for (const token of Object.values<string>(JSON.parse(answer))) families.set(token, family)
    return answer
  }

  const renew = async (token: string, spend: Spend, family: Family, ask: () => Promise<Response>) => {
    const before = spends.get(token)
    if (before) {
      const [first, second] = [before.spend, spend].sort((a, b) => a.place - b.place) as [Spend, Spend]
      onReuse(first, second)
      family.killed ||= strict
    }
    if (family.killed) return refusal()
    if (before) return new Response(before.answer)
    const response = await ask()
    const answer = await register(response, family)
    if (response.ok) spends.set(token, { spend, answer })
    return response
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const path = new URL(String(input)).pathname
    const isTokenCall = path.startsWith('/api/token/')
    const headers = new Headers(init?.headers)
    const { refresh } = JSON.parse((isTokenCall && (init?.body as string)) || '{}')
    const token: string = refresh ?? headers.get('authorization')?.split(' ')[1]
    const family = families.get(token)
    const mood = moods.shift()
    const isLost = mood === 'lost' || mood === 'cut'
    const tab = Number(headers.get('x-tab'))
    const spend: Spend = { tab, place: nextPlace(), isLost }
    const ask = () => fake.fetch(input, init)

    const handle = async () => {
      if (mood === 'busy') return new Response('{}', { status: 503 })
      if (path === refreshPath && family) return renew(token, spend, family, ask)
      if (path !== revocationPath && family?.killed) return refusal()
      const response = await ask()
      if (path === '/api/token/') await register(response, { id: ++count, killed: false })
      return response
    }

    // Both at once: the server is awake while the device sleeps, and its answer is there when it wakes.
    const way = () => random() * (mood === 'slow' ? 6_000 : path === refreshPath ? 1_000 : 150)
    const out = way()
    const [arrived, answered] = [wait(out), wait(out + way())]
    await arrived
    const response = await handle()
    if (isTokenCall) journal.note(`server: ${response.status} for ${path}, login ${family?.id}, ${mood ?? 'in time'}`)
    if (mood === 'lost' && isTokenCall) await new Promise((resolve) => init?.signal?.addEventListener('abort', resolve))
    await answered
    init?.signal?.throwIfAborted()
    if (isLost) throw new TypeError('fetch failed')
    return response
  }

  return {
    backend: fake.backend,
    fetch,
    wait,
    familyOf: (token: string | undefined) => families.get(token ?? ''),
    /** No access token made so far is taken any more. */
    refuse: fake.revokeAccess,
    /** The next answers go so. */
    fall(mood: Mood, times: number): void {
      moods = Array<Mood>(times).fill(mood)
    },
    recover(): void {
      moods = []
    },
  }
}

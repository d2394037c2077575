import type { FakeBackend } from 'xstate-auth-session/testing'
import { refreshPath } from '../adversity/world'
import type { Trouble } from './happenings'
import { PATIENCE } from './timing'

export const loginPath = '/api/token/'

/** What is between the pages and the server: it has the troubles of the model. */
export function createTokenView(fake: FakeBackend) {
  const given: string[] = []
  /** What is kept back, until its one end or the other. */
  const kept = new Set<{ readonly goOn: () => void; readonly cut: () => void }>()
  let trouble: Trouble | 'well' = 'well'
  let favoured: string | null = null
  let refusesOnce = false
  let asked = 0

  const wait = (signal: AbortSignal | null | undefined) =>
    new Promise<void>((goOn, fail) => {
      const end = { goOn, cut: () => fail(new TypeError('fetch failed')) }
      kept.add(end)
      signal?.addEventListener('abort', () => {
        kept.delete(end)
        fail(signal.reason)
      })
    })
  const busy = (headers?: HeadersInit) => new Response(null, { status: 503, ...(headers && { headers }) })

  const renew: typeof fetch = async (input, init) => {
    asked++
    const present = favoured === null ? trouble : favoured === refreshPath ? 'well' : 'busy'
    switch (present) {
      case 'busy':
        return busy()
      case 'patient':
        trouble = 'well'
        return busy({ 'Retry-After': `${PATIENCE / 1_000}` })
      case 'stuck':
        await wait(init?.signal)
        return fake.fetch(input, init)
      case 'late': {
        const answer = await fake.fetch(input, init)
        await wait(init?.signal)
        return answer
      }
      case 'losing':
        trouble = 'well'
        await fake.fetch(input, init)
        throw new TypeError('fetch failed')
      default:
        return fake.fetch(input, init)
    }
  }

  /** Notes the refresh tokens that come to a page. */
  const deliver = async (answer: Response) => {
    if (answer.ok) given.push((await answer.clone().json()).refresh)
    return answer
  }

  return {
    /** The transport of every page. */
    fetch: (async (input, init) => {
      const path = new URL(String(input)).pathname
      if (path === refreshPath) return deliver(await renew(input, init))
      if (path === loginPath && trouble === 'busy' && favoured !== path) return busy()
      if (path === loginPath) return deliver(await fake.fetch(input, init))
      if (path === '/api/sibling/' && refusesOnce) {
        refusesOnce = false
        return new Response(null, { status: 401 })
      }
      return fake.fetch(input, init)
    }) as typeof fetch,
    /** How many of the refresh tokens that came to a page the server still takes. It takes them no more. */
    async spendAll() {
      const post = (refresh: string) =>
        fake.fetch(`${fake.baseUrl}${refreshPath}`, { method: 'POST', body: JSON.stringify({ refresh }) })
      const answers = await Promise.all(given.map(post))
      return answers.filter(({ ok }) => ok).length
    },
    /** How often it has been asked. */
    asked: () => asked,
    fall(into: Trouble) {
      trouble = into
    },
    /** It is well, and what it kept back goes on. */
    recover() {
      trouble = 'well'
      for (const { goOn } of kept) goOn()
      kept.clear()
    },
    isKeeping: () => kept.size > 0,
    /** Whoever is kept waiting has lost the connection. */
    cut() {
      for (const { cut } of kept) cut()
      kept.clear()
    },
    /** As long as it lasts, that path is served, and nothing is renewed but there. */
    async favour(path: string, act: () => Promise<void>) {
      favoured = path
      await act()
      favoured = null
    },
    refuseOnce() {
      refusesOnce = true
    },
  }
}

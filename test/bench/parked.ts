import { type Figure, median } from './figure'
import { loggedIn, ORIGIN } from './session'

const ROUNDS = 5

/** A herd that waits for a renewal: what parking and releasing one of its requests costs, beyond sending it. */
export async function measureParked(count: number): Promise<Figure[]> {
  const costs: number[] = []
  const sizes: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { cost, size } = await park(count)
    costs.push(cost)
    sizes.push(size)
  }
  const name = `parked, ${count.toLocaleString('en')}`
  return [
    { name: `${name}, time each`, value: median(costs), unit: 'µs', bound: 5 },
    { name: `${name}, memory each`, value: median(sizes), unit: 'kB', bound: 1 },
  ]
}

async function park(count: number): Promise<{ cost: number; size: number }> {
  const settled = Promise.resolve(new Response())
  let answer = (_: Response) => {}
  const refreshed = new Promise<Response>((resolve) => {
    answer = resolve
  })
  let refused = true
  const session = await loggedIn(
    (input) => {
      if (String(input).endsWith('/refresh/')) return refreshed
      if (!refused) return settled
      refused = false
      return Promise.resolve(new Response(null, { status: 401 }))
    },
    { queue: { limit: count + 1 } },
  )
  const first = session.fetch(`${ORIGIN}/api/first/`)
  for (let i = 0; i < 50; i++) await null
  const { grant } = await import('./session')
  const calls: Promise<Response>[] = new Array(count)
  globalThis.gc?.()
  const heap = process.memoryUsage().heapUsed
  let spent = -performance.now()
  for (let i = 0; i < count; i++) calls[i] = session.fetch(`${ORIGIN}/api/me/`)
  await null
  spent += performance.now()
  globalThis.gc?.()
  const size = (process.memoryUsage().heapUsed - heap) / count / 1_024
  if (session.getSnapshot().status !== 'queuedRetry') throw new Error('the herd does not wait')
  const { accessToken, refreshToken } = grant()
  spent -= performance.now()
  answer(new Response(JSON.stringify({ access: `${accessToken}2`, refresh: refreshToken })))
  await Promise.all(calls)
  spent += performance.now()
  await first
  session.dispose()
  return { cost: (spent * 1_000) / count, size }
}

import { type Figure, fastest } from './figure'
import { grant, loggedIn, ORIGIN } from './session'

const WARM_UP = 20
const ROUNDS = 21

/** A herd that waits for a renewal: what parking and releasing one of its requests costs, net of sending it to the stub. */
export async function measureParked(count: number): Promise<Figure[]> {
  const costs: number[] = []
  const rounds = Math.max(9, Math.round((ROUNDS * 10_000) / count))
  for (let round = -WARM_UP; round < rounds; round++) {
    const stubbed = await stubHerd(count)
    const { cost } = await park(count, false)
    if (round >= 0) costs.push(cost - stubbed)
  }
  const { size } = await park(count, true)
  const name = `parked, ${count.toLocaleString('en')}`
  return [
    { name: `${name}, time each`, value: fastest(costs), unit: 'µs', bound: 5 },
    { name: `${name}, memory each`, value: size, unit: 'kB', bound: 1 },
  ]
}

async function stubHerd(count: number): Promise<number> {
  const settled = Promise.resolve(new Response())
  const stub: typeof fetch = () => settled
  const calls: Promise<Response>[] = new Array(count)
  const start = performance.now()
  for (let i = 0; i < count; i++) calls[i] = stub(`${ORIGIN}/api/me/`)
  await Promise.all(calls)
  return ((performance.now() - start) * 1_000) / count
}

async function park(count: number, weigh: boolean): Promise<{ cost: number; size: number }> {
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
  const calls: Promise<Response>[] = new Array(count)
  if (weigh) globalThis.gc?.()
  const heap = process.memoryUsage().heapUsed
  let spent = -performance.now()
  for (let i = 0; i < count; i++) calls[i] = session.fetch(`${ORIGIN}/api/me/`)
  await null
  spent += performance.now()
  if (weigh) globalThis.gc?.()
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

import { type Figure, fastest } from './figure'
import { loggedIn, ORIGIN } from './session'

const ROUNDS = 41
const REQUESTS = 20_000

/** A request with a good token, against the bare stub, in turns. */
export async function measureHotPath(): Promise<Figure[]> {
  const response = new Response()
  const settled = Promise.resolve(response)
  const stub: typeof fetch = () => settled
  const session = await loggedIn(stub)
  const bare = async () => {
    for (let i = 0; i < REQUESTS; i++) await stub(`${ORIGIN}/api/me/`)
  }
  const plain = async () => {
    for (let i = 0; i < REQUESTS; i++) await session.fetch(`${ORIGIN}/api/me/`)
  }
  const withHeaders = async () => {
    for (let i = 0; i < REQUESTS; i++)
      await session.fetch(`${ORIGIN}/api/me/`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
  }
  const time = async (run: () => Promise<void>) => {
    const start = performance.now()
    await run()
    return ((performance.now() - start) * 1_000) / REQUESTS
  }
  const samples: [number, number, number][] = []
  for (let round = 0; round < ROUNDS; round++)
    samples.push([await time(bare), await time(plain), await time(withHeaders)])
  const steady = samples.slice(5)
  session.dispose()
  const added = fastest(steady.map(([stubbed, sent]) => sent - stubbed))
  return [
    { name: 'stub fetch', value: fastest(steady.map(([stubbed]) => stubbed)), unit: 'µs', bound: null },
    { name: 'added, good token', value: added, unit: 'µs', bound: 1 },
    {
      name: 'added, good token, POST with headers',
      value: fastest(steady.map(([stubbed, , sent]) => sent - stubbed)),
      unit: 'µs',
      bound: null,
    },
  ]
}

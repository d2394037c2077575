import { bringing, cut, dropped, echoing, garbage, lost, page, redirecting, unfit } from './echoes'
import { ada, address, asked, OwnError } from './planted'
import { paths } from './wire'
import type { Session, World } from './world'

const headers = { 'x-own': asked.header }
const post = { method: 'POST', headers, body: asked.body } as const

/** Requests of every shape, to where tokens go and elsewhere. */
export async function request(session: Session, { wire, outcome }: World) {
  const url = wire.baseUrl + address
  const elsewhere = `https://elsewhere.test${address}`
  const given: Parameters<Session['fetch']>[] = [
    [url, post],
    [new URL(url), post],
    [new Request(url, post)],
    [new Request(url), { headers, auth: 'required' }],
    [url, { headers: { authorization: asked.header } }],
    [url, { ...post, auth: 'omit' }],
    [`${url}#${asked.path}`],
    [elsewhere, post],
  ]
  for (const each of given) await outcome('fetch', session.fetch(...each))
  for (const each of given) {
    wire.revokeAccess()
    await outcome('fetch', session.fetch(...each))
  }
  await outcome(
    'withToken',
    session.withToken(async (token) => ({ status: 200, token })),
  )
  const refuse = async (token: string | null) => {
    throw new OwnError(`${token} was refused`)
  }
  await outcome('withToken', session.withToken(refuse, { resource: address, isUnauthorized: () => true }))
  await outcome('withToken', session.withToken(refuse))
  await outcome('accessToken', session.accessToken({ minValidFor: 1e9 }))
  await outcome('fetch', session.fetch(url, { signal: AbortSignal.abort(new OwnError(asked.body)) }))
  wire.next(new URL(url).pathname, echoing(401), echoing(401))
  await outcome('fetch', session.fetch(url, post))
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(asked.body))
      controller.close()
    },
  })
  wire.revokeAccess()
  await outcome('fetch', session.fetch(url, { ...post, body: stream, duplex: 'half' } as RequestInit))
}

/** Renewals that end in every way, each asked for by somebody who waits. */
export async function renew(session: Session, { wire, outcome, enter, pass }: World) {
  const faults = [dropped, lost, cut, page, redirecting, garbage, unfit, ...[400, 404, 429, 500, 503, 401].map(echoing)]
  for (const fault of faults) {
    await enter(session)
    await session.fetch(wire.baseUrl + address)
    await pass(60_000)
    wire.revokeAccess()
    wire.next(paths.refresh, fault)
    await outcome('fetch', session.fetch(wire.baseUrl + address, post))
  }
  await enter(session)
  await pass(200_000)
  const { accessToken } = await wire.tokensOf(ada)
  wire.next(new URL(wire.baseUrl + address).pathname, bringing(`${accessToken}ü`), bringing(accessToken))
  await session.fetch(wire.baseUrl + address)
  await session.fetch(wire.baseUrl + address)
}

import { AuthSessionError } from 'xstate-auth-session'
import { ada, openScene } from '../session/scene'
import { createWire } from '../session/wire'
import type { ClientRow } from './client'

type Options = NonNullable<Parameters<typeof openScene>[0]>

/** The transport of a session; a good answer of the server's is given the shape that the client expects. */
const shaped =
  (shape: ClientRow['shape']): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    const isOwn = new URL(response.url).pathname.startsWith('/api/token/')
    return shape && response.ok && !isOwn ? Response.json(shape(await response.json())) : response
  }

/** A client over a session in which Ada is logged in. */
export async function openClient(row: ClientRow, options: Options = {}) {
  const wire = createWire(shaped(row.shape))
  const scene = await openScene({ ...options, session: { ...options.session, fetch: wire.fetch } })
  await scene.session.login(ada)
  const { server } = scene
  const seen = (path: string) => server.requests.filter((request) => request.path === path)
  /** Generations of the tokens with which that path was asked; `null` for none. */
  const generations = (path: string) => seen(path).map(({ bearer }) => bearer?.generation ?? null)
  return { ...scene, wire, client: row.open(scene.session), seen, generations }
}

/** The session's own word, however deep the client has wrapped it. */
export async function sessionCodeOf(asking: Promise<unknown>): Promise<string> {
  const told = await asking.then(
    (value) => value,
    (error: unknown) => error,
  )
  for (let error = told; error instanceof Error; error = error.cause)
    if (error instanceof AuthSessionError) return error.code
  throw told
}

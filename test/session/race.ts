import { memoryStorage } from 'xstate-auth-session'
import { obtain } from './obtained'
import { overhearRejections } from './rejections'
import type { Scene } from './scene'

/** What became of each client’s first request. */
type Outcome = number | string

/** Ten separate clients, each with a store of its own, that hold one and the same refresh token, and all need another access token. */
export async function race(scene: Scene) {
  const { openSession, url } = scene
  const rejections = overhearRejections()
  const tokens = await obtain(scene)
  const clients = Array.from({ length: 10 }, () => openSession({ storage: memoryStorage() }))
  await Promise.all(clients.map((client) => client.setTokens(tokens)))
  await scene.server.revokeAccess()
  const outcomes = await Promise.all(
    clients.map((client, index) =>
      client.fetch(url(`/api/items/${index}/`)).then(
        ({ status }): Outcome => status,
        ({ code }): Outcome => code,
      ),
    ),
  )
  return { clients, outcomes, rejections }
}

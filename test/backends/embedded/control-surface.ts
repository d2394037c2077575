import type { IncomingMessage } from 'node:http'
import type { Answer } from '../front/answer'
import { json, notFound } from '../front/answer'
import type { Connections } from '../front/connections'
import type { RequestLog } from '../front/request-log'
import type { Accounts, UserFacts } from './accounts'
import { userFacts } from './accounts'
import type { FamilyFacts } from './family-facts'
import type { ServerControls } from './server-controls'
import type { ServerSettings } from './server-options'

/** What every /control/ call answers. */
export interface ControlState {
  readonly up: boolean
  /** ms of the server's clock. */
  readonly now: number
  readonly accessLifetime: number
  readonly rotation: boolean
  /** Under /api/, ever. */
  readonly requests: number
  readonly users: readonly (UserFacts & { readonly active: boolean })[]
  readonly families: readonly FamilyFacts[]
}

/** Answers a call under /control/. */
export type ControlSurface = (message: IncomingMessage, path: string) => Promise<Answer>

/** For a page that demonstrates failures; there is no authentication, so it belongs on loopback only. */
export function createControlSurface(
  settings: ServerSettings,
  controls: ServerControls,
  connections: Connections,
  accounts: Accounts,
  log: RequestLog,
): ControlSurface {
  function state(): ControlState {
    const { now, accessLifetime, rotation } = settings
    const users = accounts.all.map((account) => ({ ...userFacts(account), active: accounts.isActive(account) }))
    const shown = { up: connections.up, now: now(), accessLifetime, rotation, requests: log.count() }
    return { ...shown, users, families: controls.families() }
  }

  const deeds: Record<string, (order: Order) => void> = {
    'POST /control/revoke-access': ({ userId }) => void controls.revokeAccess(userId),
    'POST /control/revoke-families': ({ userId }) => void controls.revokeFamilies(userId),
    'POST /control/network': ({ up = true }) => controls.network(up),
    'GET /control/state': () => {},
  }

  return async (message, path) => {
    const name = `${message.method} ${path}`
    const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
    if (!deed) return notFound
    const order = await readOrder(message)
    if (!order) return json(400, { detail: 'A JSON object: { userId?: number, up?: boolean }' })
    deed(order)
    return json(200, state())
  }
}

interface Order {
  userId?: number
  up?: boolean
}

async function readOrder(message: IncomingMessage): Promise<Order | null> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const { userId, up }: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    if (!['undefined', 'number'].includes(typeof userId) || !['undefined', 'boolean'].includes(typeof up)) return null
    return { ...(typeof userId === 'number' && { userId }), ...(typeof up === 'boolean' && { up }) }
  } catch {
    return null
  }
}

import type { IncomingMessage } from 'node:http'
import type { Answer } from '../front/answer'
import { json, notFound } from '../front/answer'
import type { Connections } from '../front/connections'
import type { RequestLog } from '../front/request-log'
import type { Accounts, UserFacts } from './accounts'
import { userFacts } from './accounts'
import type { ChangingConditions, Conditions } from './conditions'
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
  readonly conditions: Conditions
  /** The conditions of the start. */
  readonly usual: Conditions
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
  conditions: ChangingConditions,
  connections: Connections,
  accounts: Accounts,
  log: RequestLog,
): ControlSurface {
  function state(): ControlState {
    const { now, accessLifetime, rotation } = settings
    const users = accounts.all.map((account) => ({ ...userFacts(account), active: accounts.isActive(account) }))
    const { present, usual } = conditions
    const shown = { up: connections.up, now: now(), accessLifetime, rotation, conditions: present, usual }
    return { ...shown, requests: log.count(), users, families: controls.families() }
  }

  const deeds: Record<string, (order: Order) => void> = {
    'POST /control/revoke-access': (order) => void controls.revokeAccess(read('userId', 'number', order)),
    'POST /control/revoke-families': (order) => void controls.revokeFamilies(read('userId', 'number', order)),
    'POST /control/network': (order) => controls.network(read('up', 'boolean', order) ?? true),
    'POST /control/conditions': (order) => conditions.change(order),
    'POST /control/mend': () => {
      conditions.restore()
      controls.network(true)
    },
    'GET /control/state': () => {},
  }

  return async (message, path) => {
    const name = `${message.method} ${path}`
    const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
    if (!deed) return notFound
    try {
      deed(await readOrder(message))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      return json(400, { detail: error.message })
    }
    return json(200, state())
  }
}

type Order = Readonly<Record<string, unknown>>

interface Kinds {
  readonly number: number
  readonly boolean: boolean
}

function read<Kind extends keyof Kinds>(name: string, kind: Kind, order: Order): Kinds[Kind] | undefined {
  const value = order[name]
  const is = (given: unknown): given is Kinds[Kind] => typeof given === kind
  if (value === undefined || is(value)) return value
  throw new TypeError(`${name}: a ${kind}`)
}

async function readOrder(message: IncomingMessage): Promise<Order> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const order = parse(Buffer.concat(chunks).toString() || '{}')
  if (typeof order !== 'object' || order === null || Array.isArray(order)) throw new TypeError('a JSON object')
  return order as Order
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

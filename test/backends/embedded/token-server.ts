import { type Front, openFront } from '../front/front'
import type { ServerFact } from '../front/server-events'
import { createAccountRoutes } from './account-routes'
import { createAccounts } from './accounts'
import { createApi } from './api'
import { createConditions } from './conditions'
import { createControlSurface } from './control-surface'
import { createResourceRoutes } from './resource-routes'
import type { ServerControls } from './server-controls'
import { createServerControls } from './server-controls'
import type { TokenServerOptions } from './server-options'
import { resolveOptions } from './server-options'
import { createSigningKey } from './signing-key'
import { createTokenAuthority } from './token-authority'
import { createTokenLedger } from './token-ledger'
import { createTokenRoutes } from './token-routes'

/** A running server, on loopback. */
export interface TokenServer extends Front, ServerControls {}

/** Starts a server that imitates djangorestframework-simplejwt 5.2.2; resolves when it listens on 127.0.0.1. */
export async function createTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const settings = { ...resolveOptions(options) }
  const conditions = createConditions(settings)
  const emit = (fact: ServerFact) => settings.log({ ...fact, at: settings.now() })
  const accounts = createAccounts(settings.users)
  const key = createSigningKey()
  const ledger = createTokenLedger(settings, key)
  const authority = createTokenAuthority(settings, ledger, key, emit)
  let controls = {} as ServerControls
  const front = await openFront(settings, ledger, emit, ({ log, connections, faults, pause }) => {
    const routes = {
      ...createTokenRoutes(settings, accounts, authority, ledger),
      ...createAccountRoutes(accounts, authority),
      ...createResourceRoutes(pause),
      ...settings.routes,
    }
    controls = createServerControls(accounts, ledger, key, connections, emit)
    const api = createApi(settings, routes, accounts, authority, emit)
    if (!settings.control) return { api }
    conditions.arm(faults)
    return { api, control: createControlSurface(settings, controls, conditions, connections, accounts, log) }
  })
  // A spread would copy what its getters give now.
  return Object.defineProperties(front, Object.getOwnPropertyDescriptors(controls)) as TokenServer
}

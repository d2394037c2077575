import type { Answer } from '../front/answer'
import { json, movedTo } from '../front/answer'
import type { Api } from '../front/api-handler'
import type { Exchange } from '../front/exchange'
import type { EmitEvent } from '../front/server-events'
import type { Accounts } from './accounts'
import { authenticate } from './bearer'
import { BadBearer, methodNotAllowed, Refusal } from './refusal'
import { alwaysUnauthorizedRoute, echoRoute } from './resource-routes'
import type { Route } from './route'
import type { ServerSettings } from './server-options'
import type { TokenAuthority } from './token-authority'

/** Finds the route, lets the bearer in or not, and turns refusals into answers. */
export function createApi(
  settings: ServerSettings,
  routes: Record<string, Route>,
  accounts: Accounts,
  authority: TokenAuthority,
  emit: EmitEvent,
): Api {
  async function serve(exchange: Exchange, route: Route): Promise<Answer> {
    const { method } = exchange.request
    if ('open' in route) return preliminary(method, route) ?? route.open(exchange)
    const access = await authenticate(exchange.headers.authorization, authority, accounts).catch((error: unknown) => {
      if (!route.refusesWith || !(error instanceof BadBearer)) throw error
      const body = { detail: 'Invalid token', code: 'token_not_valid' }
      throw new Refusal(json(route.refusesWith, body), error.message)
    })
    const answer = preliminary(method, route) ?? (await route.secured(exchange, access))
    if (settings.successorHeader === null) return answer
    const successor = await authority.succeed(access)
    if (successor === null) return answer
    return { ...answer, headers: { ...answer.headers, [settings.successorHeader]: successor } }
  }

  return async (exchange) => {
    const { method, path, query, bearer } = exchange.request
    const actor = {
      user: bearer?.username ?? null,
      family: bearer?.family ?? null,
      generation: bearer?.generation ?? null,
    }
    const route = path.endsWith('/') ? routeFor(routes, path) : slashRoute(`${path}/${query && `?${query}`}`)
    try {
      const answer = await serve(exchange, route)
      if (!route.quiet) emit({ type: 'served', method, path, status: answer.status, ...actor })
      return answer
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      emit({ type: 'refused', method, path, status: error.answer.status, why: error.message, ...actor })
      return error.answer
    }
  }
}

function routeFor(routes: Record<string, Route>, path: string): Route {
  if (path.startsWith('/api/always-401/')) return alwaysUnauthorizedRoute
  return (Object.hasOwn(routes, path) ? routes[path] : undefined) ?? echoRoute
}

function slashRoute(location: string): Route {
  return { methods: echoRoute.methods, open: () => movedTo(location) }
}

function preliminary(method: string, { methods }: Route): Answer | null {
  if (method === 'OPTIONS') return json(200, {})
  if (!methods.includes(method)) throw methodNotAllowed(method, [...methods, 'OPTIONS'])
  return null
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccountRoutes } from './account-routes'
import { createAccounts } from './accounts'
import { html, notFound } from './answer'
import { createAnswerSender } from './answer-sender'
import { createApi } from './api'
import { createApiHandler } from './api-handler'
import { createConnections } from './connections'
import { createControlSurface } from './control-surface'
import { createCors } from './cors'
import type { Faults } from './faults'
import { createFaultRules } from './faults'
import { createPause } from './pause'
import type { RequestQuery, ServerRequest } from './request-log'
import { createRequestLog } from './request-log'
import { createResourceRoutes } from './resource-routes'
import type { ServerControls } from './server-controls'
import { createServerControls } from './server-controls'
import type { ServerFact } from './server-events'
import type { TokenServerOptions } from './server-options'
import { resolveOptions } from './server-options'
import { createSigningKey } from './signing-key'
import { createTokenAuthority } from './token-authority'
import { createTokenLedger } from './token-ledger'
import { createTokenRoutes } from './token-routes'

/** A running server, on loopback. */
export interface TokenServer extends ServerControls, AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string
  /** What reached /api/, oldest first: at least the newest `requestLimit`. Preflights are left out. */
  readonly requests: readonly ServerRequest[]
  /** All requests ever, by `METHOD path status`; `-` stands for no answer (yet). */
  readonly counts: ReadonlyMap<string, number>
  /** Requests ever that fit. */
  count(query?: RequestQuery): number
  /** How often each `X-Request-Id` was executed with success, answered or not. */
  readonly executions: ReadonlyMap<string, number>
  readonly faults: Faults
  /** Destroys every socket; resolves when the port is free. */
  close(): Promise<void>
}

/** Starts a server that imitates djangorestframework-simplejwt 5.2.2; resolves when it listens on 127.0.0.1. */
export async function createTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const settings = resolveOptions(options)
  const closed = new AbortController()
  const emit = (fact: ServerFact) => settings.log({ ...fact, at: settings.now() })
  const accounts = createAccounts(settings.users)
  const key = createSigningKey()
  const ledger = createTokenLedger(settings, key)
  const authority = createTokenAuthority(settings, ledger, key, emit)
  const log = createRequestLog(settings, ledger)
  const faults = createFaultRules()
  const pause = createPause(closed.signal)
  const routes = {
    ...createTokenRoutes(settings, accounts, authority, ledger),
    ...createAccountRoutes(accounts, authority),
    ...createResourceRoutes(pause),
  }
  const api = createApi(settings, routes, accounts, authority, emit)
  const cors = createCors(settings.cors, settings.successorHeader)
  const sender = createAnswerSender(cors, settings.now)
  const handleApi = createApiHandler(api, log, faults, sender, pause, emit)

  // A client that reuses a connection which the server is just closing sees a random failure: keep them for long.
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 })
  const connections = createConnections(server, settings.control)
  const controls = createServerControls(accounts, ledger, key, connections, emit)
  const control = createControlSurface(settings, controls, connections, accounts, log)

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = message.url?.split('?', 1)[0] ?? '/'
    const controlled = settings.control && path.startsWith('/control/')
    if (controlled) connections.spare(message.socket, response)
    else if (!connections.up) return void message.socket.destroy()
    const preflight = cors.preflight(message)
    if (preflight) return void sender.send(message, response, { status: 200, headers: preflight, body: '' })
    if (controlled) return void sender.send(message, response, await control(message, path))
    if (path.startsWith('/api/')) return handleApi(message, response)
    if (!(await settings.fallback(message, response))) sender.send(message, response, notFound)
  }

  server.on('request', (message, response) => {
    handle(message, response).catch((error: unknown) => {
      const line = { method: message.method ?? 'GET', path: message.url?.split('?', 1)[0] ?? '/' }
      emit({ type: 'refused', ...line, status: 500, why: String(error), user: null, family: null, generation: null })
      if (!response.headersSent) sender.send(message, response, html(500, '<h1>Server Error (500)</h1>'))
    })
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, listening)
  })

  const stopped = new Promise<void>((resolve) => server.once('close', resolve))
  function close(): Promise<void> {
    closed.abort()
    server.close()
    connections.destroyAll()
    return stopped
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return log.requests
    },
    get counts() {
      return log.counts()
    },
    count: log.count,
    executions: log.executions,
    faults,
    ...controls,
    close,
    [Symbol.asyncDispose]: close,
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, html, notFound } from './answer'
import { createAnswerSender } from './answer-sender'
import { type Api, createApiHandler } from './api-handler'
import { type Connections, createConnections } from './connections'
import { createCors } from './cors'
import { createFaultRules, type Faults } from './faults'
import { createPause } from './pause'
import {
  createRequestLog,
  type KnownTokens,
  type RequestLog,
  type RequestQuery,
  type ServerRequest,
} from './request-log'
import type { EmitEvent } from './server-events'

export interface FrontSettings {
  readonly cors: boolean | readonly string[]
  readonly successorHeader: string | null
  /** Serves /control/… */
  readonly control: boolean
  readonly requestLimit: number
  readonly now: () => number
  readonly fallback: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>
}

/** What a front keeps of the traffic, for whoever stands behind it. */
export interface Behind {
  readonly log: RequestLog
  readonly connections: Connections
  readonly faults: Faults
  /** Ends early when the front closes. */
  readonly pause: (ms: number) => Promise<void>
}

interface Served {
  readonly api: Api
  readonly control?: (message: IncomingMessage, path: string) => Promise<Answer>
}

/** What stands between the wire and an API: sockets, CORS, faults, and the log of all that came. On loopback. */
export interface Front extends AsyncDisposable {
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

/** Resolves when it listens on 127.0.0.1. */
export async function openFront(
  settings: FrontSettings,
  tokens: KnownTokens,
  emit: EmitEvent,
  serve: (behind: Behind) => Served,
): Promise<Front> {
  const closed = new AbortController()
  const log = createRequestLog(settings, tokens)
  const faults = createFaultRules()
  const pause = createPause(closed.signal)
  const cors = createCors(settings.cors, settings.successorHeader)
  const sender = createAnswerSender(cors, settings.now)

  // A client that reuses a connection which the server is just closing sees a random failure: keep them for long.
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 })
  const connections = createConnections(server, settings.control)
  const { api, control } = serve({ log, connections, faults, pause })
  const handleApi = createApiHandler(api, log, faults, sender, pause, emit)

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = message.url?.split('?', 1)[0] ?? '/'
    const controlled = control !== undefined && path.startsWith('/control/')
    if (controlled) connections.spare(message.socket, response)
    else if (!connections.up) return void message.socket.destroy()
    const preflight = cors.preflight(message)
    if (preflight) return void sender.send(message, response, { status: 200, headers: preflight, body: '' })
    if (controlled) return void sender.send(message, response, await control(message, path))
    if (/^\/api[/-]/.test(path)) return handleApi(message, response)
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
    close,
    [Symbol.asyncDispose]: close,
  }
}

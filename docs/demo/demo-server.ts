import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createTokenServer, type ServerEvent } from '../../test/backends/embedded'
import { type FixedPort, openFixedPort } from './fixed-port'
import { bundlePage, type PageFile } from './page-bundle'
import { users } from './users'

export interface DemoServerOptions {
  /** 0: any free one. */
  readonly port: number
  /** Life of an access token in seconds. */
  readonly lifetime: number
  /** Hears what the server sees; no event carries a token. */
  readonly log: (event: ServerEvent) => void
}

export interface DemoServer {
  /** Of the page and the API, without a trailing slash. */
  readonly url: string
  close(): Promise<void>
}

/** A strict token server, on loopback, that serves the demo's page from the same origin. */
export async function startDemoServer({ port, lifetime, log }: DemoServerOptions): Promise<DemoServer> {
  const files = await bundlePage(join(import.meta.dirname, 'page'))
  const server = await createTokenServer({
    accessLifetime: lifetime,
    rotation: true,
    reuse: 'revokes-family',
    users,
    cors: false,
    control: true,
    log,
    fallback: (request, response) => servePage(files, request, response),
  })
  if (port === 0) return server
  let fixed: FixedPort
  try {
    fixed = await openFixedPort(port, Number(new URL(server.url).port))
  } catch (error) {
    await server.close()
    throw error
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await Promise.all([fixed.close(), server.close()])
    },
  }
}

function servePage(
  files: ReadonlyMap<string, PageFile>,
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const file = files.get(url.split('?', 1)[0] ?? '/')
  if (file === undefined || (method !== 'GET' && method !== 'HEAD')) return false
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': Buffer.byteLength(file.body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; img-src data:",
    'x-content-type-options': 'nosniff',
  })
  response.end(method === 'HEAD' ? undefined : file.body)
  return true
}

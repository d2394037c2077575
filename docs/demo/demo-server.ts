import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { PluginOption } from 'vite'
import { createTokenServer, type ServerEvent, type TokenServer } from '../../test/backends/embedded'
import { type FixedPort, openFixedPort } from './fixed-port'
import { bundlePage, type PageFile } from './page-bundle'
import { FILES } from './paths'
import { BYTES_PER_SECOND, createReportsApi } from './reports-api'
import { users } from './users'

export interface DemoServerOptions {
  /** 0: any free one. */
  readonly port: number
  /** Life of an access token in seconds. */
  readonly lifetime: number
  /** Hears what the server sees; no event carries a token. */
  readonly log: (event: ServerEvent) => void
  /** The server's clock, ms. @default the machine's */
  readonly now?: () => number
}

export interface DemoServer {
  /** Of the page and the API, without a trailing slash. */
  readonly url: string
  /** What is behind it. */
  readonly tokens: TokenServer
  close(): Promise<void>
}

/** Nothing inline, nothing from elsewhere, and no text that becomes markup or code. */
const POLICY =
  "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; object-src 'none'"

/** React's own build for production, and no file names in what it renders: the session's build is the one for development. */
const reactForProduction: PluginOption = {
  name: 'react-for-production',
  config: () => ({
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
  }),
}

/** A strict token server, on loopback, that serves the demo's pages from the same origin. */
export async function startDemoServer({ port, lifetime, log, now }: DemoServerOptions): Promise<DemoServer> {
  const files = await bundlePage(join(import.meta.dirname, 'page'), [reactForProduction])
  const tokens = await createTokenServer({
    accessLifetime: lifetime,
    rotation: true,
    reuse: 'revokes-family',
    users,
    cors: false,
    control: true,
    routes: createReportsApi(),
    now,
    log,
    fallback: (request, response) => servePage(files, request, response),
  })
  tokens.faults.always({ path: FILES, method: 'POST' }, { kind: 'slowBody', bytesPerSecond: BYTES_PER_SECOND })
  if (port === 0) return { url: tokens.url, tokens, close: tokens.close }
  let fixed: FixedPort
  try {
    fixed = await openFixedPort(port, Number(new URL(tokens.url).port))
  } catch (error) {
    await tokens.close()
    throw error
  }
  return {
    url: `http://127.0.0.1:${port}`,
    tokens,
    async close() {
      await Promise.all([fixed.close(), tokens.close()])
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
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
  })
  response.end(method === 'HEAD' ? undefined : file.body)
  return true
}

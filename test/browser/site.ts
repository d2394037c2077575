import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { bundlePage, type PageFile } from '../../docs/demo/page-bundle'

/** Serves the app under test, and a page elsewhere that one can go to. On loopback, of another origin than its API, as most apps. */
export interface Site {
  /** Without a trailing slash. */
  readonly url: string
  /** The address of the page elsewhere. */
  readonly elsewhere: string
  close(): Promise<void>
}

const ELSEWHERE: PageFile = { type: 'text/html; charset=utf-8', body: '<!doctype html>\n<title>Elsewhere</title>\n' }

let bundled: ReturnType<typeof bundlePage> | undefined

/** Resolves when it listens. */
export async function openSite(): Promise<Site> {
  bundled ??= bundlePage(join(import.meta.dirname, 'page'))
  const files = new Map([...(await bundled), ['/elsewhere', ELSEWHERE]])
  const server = createServer(({ url = '/' }, response) => {
    const file = files.get(url.split('?', 1)[0] ?? '/')
    // Without `no-store`: it would keep the page out of the back/forward cache.
    if (file === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    elsewhere: `${url}/elsewhere`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { PluginOption } from 'vite'
import { bundlePage, type PageFile } from '../../docs/demo/page-bundle'

/** Serves the app under test, and a page elsewhere that one can go to. On loopback, of another origin than its API, as most apps. */
export interface Site {
  /** Without a trailing slash. */
  readonly url: string
  /** The address of the page elsewhere. */
  readonly elsewhere: string
  /** Where the same page has an origin of its own, to which a browser refuses storage, locks and channels. */
  sandboxed(address: string): string
  close(): Promise<void>
}

const ELSEWHERE: PageFile = { type: 'text/html; charset=utf-8', body: '<!doctype html>\n<title>Elsewhere</title>\n' }

const SANDBOXED = '/sandboxed'

const bundled = new Map<string, ReturnType<typeof bundlePage>>()

/** Resolves when it listens. `folder`: where the app's sources are. `plugins`: Vite's, by which they are compiled. */
export async function openSite(
  folder = join(import.meta.dirname, 'page'),
  plugins: PluginOption[] = [],
): Promise<Site> {
  const bundle = bundled.get(folder) ?? bundlePage(folder, plugins)
  bundled.set(folder, bundle)
  const files = new Map([...(await bundle), ['/elsewhere', ELSEWHERE]])
  const server = createServer(({ url = '/' }, response) => {
    const path = url.split('?', 1)[0] ?? '/'
    const file = files.get(path === SANDBOXED ? '/' : path)
    if (file === undefined) return void response.writeHead(404).end()
    if (path === SANDBOXED) response.setHeader('content-security-policy', 'sandbox allow-scripts')
    // A sandboxed page takes its own script from another origin.
    response.setHeader('access-control-allow-origin', '*')
    // Without `no-store`: it would keep the page out of the back/forward cache.
    response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    elsewhere: `${url}/elsewhere`,
    sandboxed: (address) => address.replace(`${url}/`, url + SANDBOXED),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { bundlePage } from '../../../docs/demo/page-bundle'

const POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

/** Serves the page with the panel under a strict policy. `url`: without a trailing slash. */
export async function openGuardedSite() {
  const files = await bundlePage(join(import.meta.dirname, 'page'))
  const server = createServer(({ url = '/' }, response) => {
    const file = files.get(url.split('?', 1)[0] ?? '/')
    if (file === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': POLICY }).end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

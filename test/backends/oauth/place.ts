import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An address on loopback where something answers. */
export interface Place {
  /** Without a trailing slash. */
  readonly url: string
  /** Every connection breaks; none can be made until `meanwhile` has settled. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

/** `answer` is asked for once the address is known. */
export async function openPlace(answer: (url: string) => RequestListener): Promise<Place> {
  let server = createServer()
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const listener = answer(url)
  server.on('request', listener)
  return {
    url,
    async restart(meanwhile) {
      await close()
      await meanwhile()
      server = createServer(listener)
      await listen(port)
    },
    close,
  }
}

import { createDjangoServer } from './django/django-server'
import { createTokenServer, type ServerControls, type TokenServerOptions } from './embedded'
import type { Front } from './front/front'

/** What tests need of a server, whichever it is. What an operator does may take a moment. */
export type TestServer = Front & {
  /** Where it has processes that can end; of another, only the network can be cut. */
  restart?(meanwhile: () => Promise<unknown>): Promise<void>
} & {
  readonly [Name in keyof ServerControls]: (
    ...args: Parameters<ServerControls[Name]>
  ) => ReturnType<ServerControls[Name]> | Promise<ReturnType<ServerControls[Name]>>
}

const { TOKEN_SERVER, DJANGO_ROTATION, DJANGO_BLACKLIST } = process.env

/** Whether the server is a real Django, which hands out one token a second at most, and keeps its own time. */
export const isDjango = TOKEN_SERVER === 'django'

/** The server under test: a real Django where `TOKEN_SERVER` says so, else the embedded one. */
export function openServer(options: TokenServerOptions = {}): Promise<TestServer> {
  if (!isDjango) return createTokenServer(options)
  const rotation = DJANGO_ROTATION === 'on'
  return createDjangoServer({ rotation, blacklist: options.rotation ?? DJANGO_BLACKLIST === 'on', ...options })
}

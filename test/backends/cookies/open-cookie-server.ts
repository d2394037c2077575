import { createDjangoServer } from '../django/django-server'
import type { TokenServerOptions } from '../embedded'
import { isDjango, type TestServer } from '../open-server'
import { createCookieServer } from './cookie-server'

export interface OpenCookieServerOptions extends TokenServerOptions {
  /** Of pages elsewhere that may send cookies and read answers. @default none */
  readonly origins?: readonly string[] | undefined
  /** Whether its cookies go with requests of other sites, too. @default false */
  readonly crossSite?: boolean | undefined
}

const { DJANGO_ROTATION, DJANGO_BLACKLIST } = process.env

/** The server under test with cookies: a real Django where `TOKEN_SERVER` says so, else the embedded one. */
export function openCookieServer(options: OpenCookieServerOptions = {}): Promise<TestServer> {
  if (!isDjango) return createCookieServer(options)
  const rotation = DJANGO_ROTATION === 'on'
  return createDjangoServer({ rotation, blacklist: options.rotation ?? DJANGO_BLACKLIST === 'on', ...options })
}

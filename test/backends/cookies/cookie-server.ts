import type { Account, FamilyFacts, ServerControls, TokenServerOptions } from '../embedded'
import { createTokenServer } from '../embedded'
import { type Front, openFront } from '../front/front'
import { createCookieApi } from './cookie-api'

export interface CookieServerOptions extends TokenServerOptions {
  /** Of pages elsewhere that may send cookies and read answers. @default none */
  readonly origins?: readonly string[] | undefined
  /** Whether its cookies go with requests of other sites, too. @default false */
  readonly crossSite?: boolean | undefined
}

/** A token server that keeps the tokens in cookies, at the paths of the Django views in docs/backends/cookies.md. */
export interface CookieServer extends Front, ServerControls {}

/** Resolves when it listens on 127.0.0.1. */
export async function createCookieServer(options: CookieServerOptions = {}): Promise<CookieServer> {
  const { origins = [], crossSite = false, ...served } = options
  const inner = await createTokenServer({ ...served, cors: false })
  const settings = {
    cors: false,
    successorHeader: null,
    control: false,
    requestLimit: 200_000,
    now: options.now ?? Date.now,
    fallback: options.fallback ?? (() => false),
  }
  let network = (_up: boolean) => {}
  const front = await openFront(
    settings,
    { find: () => undefined },
    () => {},
    ({ connections }) => {
      network = connections.network
      return { api: createCookieApi(inner.url, { origins, crossSite, now: settings.now }) }
    },
  )
  const { close } = front
  const closeBoth = async () => {
    await close()
    await inner.close()
  }
  return Object.defineProperties(front, {
    ...Object.getOwnPropertyDescriptors({
      families: (): FamilyFacts[] => inner.families(),
      isAlive: (token: string) => inner.isAlive(token),
      revokeAccess: (userId?: Account['id']) => inner.revokeAccess(userId),
      revokeFamilies: (userId?: Account['id']) => inner.revokeFamilies(userId),
      deactivate: (userId: Account['id']) => inner.deactivate(userId),
      activate: (userId: Account['id']) => inner.activate(userId),
      deleteUser: (userId: Account['id']) => inner.deleteUser(userId),
      rotateSigningKey: () => inner.rotateSigningKey(),
      network: (up: boolean) => network(up),
    }),
    close: { value: closeBoth },
    [Symbol.asyncDispose]: { value: closeBoth },
  }) as CookieServer
}

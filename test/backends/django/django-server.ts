import type { Account, FamilyFacts, TokenServerOptions } from '../embedded'
import { type Front, openFront } from '../front/front'
import { unverifiedJti } from '../front/unverified-jti'
import { createDjangoApi } from './django-api'
import { createObservedTokens, type ObservedFamily } from './observed-tokens'
import type { Site, SlidingSettings } from './site'
import { takeSite } from './sites'

/** Which options a real Django can follow; the rest need the embedded server. */
const POSSIBLE = [
  'accessLifetime',
  'refreshLifetime',
  'rotation',
  'blacklist',
  'now',
  'users',
  'successorHeader',
  'fallback',
] as const

const OWN = ['origins', 'crossSite', 'sliding']

export interface DjangoServerOptions extends Pick<TokenServerOptions, (typeof POSSIBLE)[number]> {
  /** Of pages elsewhere that may send cookies and read answers. @default none sends, any may read */
  readonly origins?: readonly string[] | undefined
  /** Whether its cookies go with requests of other sites, too. @default false */
  readonly crossSite?: boolean | undefined
  /** How it gives one token that renews itself. @default as it does by itself */
  readonly sliding?: SlidingSettings | undefined
}

/** A real Django with simplejwt behind a front that logs, and that breaks the network where it is told to. */
export interface DjangoServer extends Front {
  families(): Promise<FamilyFacts[]>
  isAlive(token: string): Promise<boolean>
  revokeAccess(userId?: number): Promise<number>
  revokeFamilies(userId?: number): Promise<number>
  deactivate(userId: number): Promise<void>
  activate(userId: number): Promise<void>
  deleteUser(userId: number): Promise<void>
  /** Everything signed so far is garbage from now on. */
  rotateSigningKey(): Promise<void>
  network(up: boolean): void
  /** Its processes end, and others start when `meanwhile` has settled; until then nothing can be reached. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>
}

const defaultUsers: readonly Account[] = [
  { id: 1, username: 'ada', password: 'lovelace', name: 'Ada Lovelace' },
  { id: 2, username: 'grace', password: 'hopper', name: 'Grace Hopper' },
]

/** @throws TypeError that names an option that Django can't follow. */
export async function createDjangoServer(options: DjangoServerOptions = {}): Promise<DjangoServer> {
  for (const name of Object.keys(options)) {
    const isPossible = [...POSSIBLE, ...OWN].some((possible) => possible === name)
    if (!isPossible) throw new TypeError(`${name}: a real Django can't do that, only the embedded server can`)
  }
  const users = options.users ?? defaultUsers
  const successorHeader = options.successorHeader ?? null
  const rotation = options.rotation ?? false
  const { site, giveBack } = await takeSite({
    accessLifetime: options.accessLifetime ?? 20,
    refreshLifetime: options.refreshLifetime ?? 86_400,
    rotation,
    blacklist: options.blacklist ?? rotation,
    successorHeader,
    origins: options.origins ?? null,
    crossSite: options.crossSite ?? false,
    ...(options.sliding && { sliding: options.sliding }),
    timed: options.now !== undefined,
  })
  const now = options.now ?? Date.now
  if (options.now) site.setTime(now())
  await site.order('begin', { users })
  const accounts = [...users]
  const tokens = createObservedTokens(() => accounts)
  const settings = {
    cors: false,
    successorHeader,
    control: false,
    requestLimit: 200_000,
    now,
    fallback: options.fallback ?? (() => false),
  }
  const keepingTime: Site = {
    ...site,
    send(request) {
      if (options.now) site.setTime(now())
      return site.send(request)
    },
  }
  let network = (_up: boolean) => {}
  const front = await openFront(
    settings,
    tokens,
    () => {},
    ({ connections, pause }) => {
      network = connections.network
      return {
        api: createDjangoApi(keepingTime, tokens, accounts, pause, settings.successorHeader, options.now ?? null),
      }
    },
  )

  const ask = async (asked: readonly string[]) =>
    (await site.order('alive', { tokens: asked }))['alive'] as readonly boolean[]
  const of = (userId: number | undefined) =>
    tokens.families.filter(({ account }) => userId === undefined || account.id === userId)
  async function isAlive({ refreshTokens }: ObservedFamily): Promise<boolean> {
    return (await ask(refreshTokens)).includes(true)
  }
  async function revokeAccess(families: readonly ObservedFamily[]): Promise<number> {
    const all = families.flatMap(({ accessTokens }) => accessTokens)
    const good = await ask(all)
    await site.order('revoke-access', { jtis: all.map(unverifiedJti) })
    return good.filter(Boolean).length
  }

  const { close } = front
  const closeBoth = async () => {
    await close()
    giveBack()
  }
  return Object.defineProperties(front, {
    ...Object.getOwnPropertyDescriptors({
      families: () =>
        Promise.all(
          tokens.families.map(async (family) => {
            const alive = await isAlive(family)
            const { id, account, refreshTokens, accessTokens, reused, killed, signedOut } = family
            return {
              id,
              userId: account.id,
              username: account.username,
              alive,
              revoked: killed ? 'revoked' : signedOut && !alive ? 'signed-out' : null,
              generations: refreshTokens.length,
              accessTokens: accessTokens.length,
              reused,
              graced: 0,
            } satisfies FamilyFacts
          }),
        ),
      isAlive: async (token: string) => (await ask([token]))[0] === true,
      revokeAccess: (userId?: number) => revokeAccess(of(userId)),
      async revokeFamilies(userId?: number) {
        const families = of(userId)
        const alive = await Promise.all(families.map(isAlive))
        await revokeAccess(families)
        await site.order('blacklist', { tokens: families.flatMap(({ refreshTokens }) => refreshTokens) })
        for (const family of families) family.killed = true
        return alive.filter(Boolean).length
      },
      deactivate: async (userId: number) => void (await site.order('set-active', { userId, active: false })),
      activate: async (userId: number) => void (await site.order('set-active', { userId, active: true })),
      deleteUser: async (userId: number) => void (await site.order('delete-user', { userId })),
      rotateSigningKey: async () => void (await site.order('replace-signing-key', {})),
      network: (up: boolean) => network(up),
      async restart(meanwhile: () => Promise<unknown>) {
        network(false)
        await site.restart(meanwhile)
        network(true)
      },
    }),
    close: { value: closeBoth },
    [Symbol.asyncDispose]: { value: closeBoth },
  }) as DjangoServer
}

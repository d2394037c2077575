import { type Lock, processChannel, processLock, type SessionStore } from 'xstate-auth-session'
import { OwnError } from './planted'
import type { SessionOptions, World } from './world'

/** One thing of the app's that a session calls, which throws once it is broken. */
type Breakable = (world: World, isBroken: () => boolean) => SessionOptions

/** Throws whatever it is given, and all that is known. */
function fail({ wire }: World, given: unknown[]): never {
  const all = JSON.stringify([given, wire.tokens(), wire.sent.at(-1)])
  throw new OwnError(`refused: ${all}`, { cause: { all, given } })
}

function breaking<Inner extends object>(inner: Inner, name: keyof Inner, world: World, isBroken: () => boolean): Inner {
  const method: unknown = inner[name]
  const broken = (...given: unknown[]) => {
    if (isBroken()) fail(world, given)
    return typeof method === 'function' ? method(...given) : undefined
  }
  return { ...inner, [name]: broken }
}

const storage =
  (name: keyof SessionStore): Breakable =>
  (world, isBroken) => ({ storage: (key) => breaking(world.kept.storage(key), name, world, isBroken) })

const backend =
  (name: keyof World['backend']): Breakable =>
  (world, isBroken) => ({ backend: breaking(world.backend, name, world, isBroken) })

const room =
  (name: 'post' | 'close'): Breakable =>
  (world, isBroken) => ({
    channel: { open: (key, listener) => breaking(processChannel().open(key, listener), name, world, isBroken) },
  })

const releasing = (world: World, isBroken: () => boolean): Lock => ({
  async acquire(name, signal) {
    const release = await processLock().acquire(name, signal)
    return () => {
      release()
      if (isBroken()) fail(world, [name])
    }
  },
})

const lifecycle = { attach: () => () => {}, isOnline: () => true }

const STORE = ['read', 'commit', 'intend', 'end', 'remove', 'subscribe'] as const
const TALKS = ['login', 'renew', 'revoke', 'verify', 'isRevoked', 'grant'] as const
const READS = ['authorization', 'errorCode', 'unauthorized', 'successor', 'hint'] as const

export const breakables: Readonly<Record<string, Breakable>> = {
  ...Object.fromEntries(STORE.map((name) => [`storage.${name}`, storage(name)])),
  ...Object.fromEntries([...TALKS, ...READS].map((name) => [`backend.${name}`, backend(name)])),
  storage: (world) => ({ storage: (key) => fail(world, [key]) }),
  fetch: (world, isBroken) => ({ fetch: breaking({ fetch: world.wire.fetch }, 'fetch', world, isBroken).fetch }),
  label: (world) => ({ label: (...given) => fail(world, given) }),
  inspect: (world) => ({ inspect: (event) => fail(world, [event.type]) }),
  'lock.acquire': (world, isBroken) => ({ lock: breaking(processLock(), 'acquire', world, isBroken) }),
  'lock.acquire, later': (world, isBroken) => ({
    lock: { acquire: async (...given) => breaking(processLock(), 'acquire', world, isBroken).acquire(...given) },
  }),
  'lock, given back': (world, isBroken) => ({ lock: releasing(world, isBroken) }),
  'channel.open': (world, isBroken) => ({ channel: breaking(processChannel(), 'open', world, isBroken) }),
  'channel.post': room('post'),
  'channel.close': room('close'),
  'lifecycle.isOnline': (world, isBroken) => ({ lifecycle: breaking(lifecycle, 'isOnline', world, isBroken) }),
}

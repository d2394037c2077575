import { type FoundSecret, findSecrets } from './find-secrets'

/** By name, `{ password, token }`, or in a list. */
export type Secrets = Iterable<string> | Readonly<Record<string, string>>

/** Shorter ones are found by chance. */
const SHORTEST = 8

/** How many places a message lists. */
const LISTED = 10

/** Secrets show where none may. The message tells where and which, and never the secret itself. */
export class SecretsFoundError extends Error {
  override readonly name = 'SecretsFoundError'
  /** Every place, the nearest first. */
  readonly found: readonly FoundSecret[]

  /** @internal */
  constructor(found: readonly FoundSecret[], secrets: ReadonlyMap<string, string>) {
    const lines = found.slice(0, LISTED).map(({ path, secret, form }) => {
      const facts = [masked(secrets.get(secret) ?? ''), form].filter(Boolean)
      return `- ${path}: ${secret} (${facts.join(', ')})`
    })
    if (found.length > LISTED) lines.push(`- and ${found.length - LISTED} more`)
    super(`secrets show where none may:\n${lines.join('\n')}`)
    this.found = found
  }
}

/**
 * For tests, in any runner: throws where one of these secrets shows in what an app logs, sends, keeps or renders.
 *
 * It looks at everything that can be reached: hidden and inherited properties, getters, symbols, names of properties; errors
 * with message, stack and cause; `Map`, `Set`, `Headers`, `FormData`, URLs, bytes as UTF-8; elements with what stands in their
 * fields. Of a `Request` or `Response` it sees all but the body, and it reads nothing that can be read only once. A secret is
 * found as it is and in percent-encoding, JSON and HTML escapes, base64 (a JWT's claims too) and hex; of a JWT, its payload
 * and its signature as well. A part of a secret, and what closures or private fields hold, is not found.
 *
 * @example
 * expectNoSecrets({ logged, html: document.documentElement }, { password, token: await session.accessToken() })
 *
 * @throws SecretsFoundError that lists where, and which.
 * @throws TypeError where no secret is given, or one has fewer than 8 characters, and for a promise.
 * @throws RangeError beyond 250,000 values.
 */
export function expectNoSecrets(found: unknown, secrets: Secrets): void {
  const named = namedSecrets(secrets)
  if (found instanceof Promise) throw wrong('this is a promise, of which nothing can be seen: await it first')
  const places = [...findSecrets(found, named)]
  if (places.length > 0) throw new SecretsFoundError(places, named)
}

function namedSecrets(secrets: Secrets): ReadonlyMap<string, string> {
  if (typeof secrets !== 'object' || secrets === null) throw wrong('secrets must be a list, or an object of names')
  const named: [string, unknown][] =
    Symbol.iterator in secrets
      ? Array.from(secrets as Iterable<unknown>, (secret, index) => [`secrets[${index}]`, secret])
      : Object.entries(secrets)
  if (named.length === 0) throw wrong('no secret was given, so that none could be found')
  return new Map(named.map(([name, secret]) => [name, checked(name, secret)]))
}

function checked(name: string, secret: unknown): string {
  if (typeof secret !== 'string')
    throw wrong(`${name} must be a string, and is ${secret === null ? 'null' : typeof secret}`)
  if (secret.length >= SHORTEST) return secret
  throw wrong(`${name} has ${secret.length} characters: with fewer than ${SHORTEST} it would be found by chance`)
}

const wrong = (what: string) => new TypeError(`expectNoSecrets: ${what}`)

/** At most an eighth of it, so that a log of the test gives none away. */
function masked(secret: string): string {
  return `${secret.slice(0, Math.min(secret.length / 8, 4))}…, ${secret.length} characters`
}

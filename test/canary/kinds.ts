import { secretsIn } from '../testing/secrets-found'

type Secrets = Readonly<Record<string, string>>

/** `access token` for any of them. */
export const kindOf = (secret: string): string => secret.replace(/ (\d+|of \w+)$/, '')

/** Which kinds of secrets show there. */
export function kindsIn(found: unknown, secrets: Secrets): string {
  const kinds = secretsIn(found, secrets).map(({ secret }) => kindOf(secret))
  return [...new Set(kinds)].sort().join(', ')
}

/** The same of each place that shows any. */
export function kindsOfEach(places: Readonly<Record<string, unknown>>, secrets: Secrets): Record<string, string> {
  const shown = Object.entries(places).map(([place, found]) => [place, kindsIn(found, secrets)] as const)
  return Object.fromEntries(shown.filter(([, kinds]) => kinds !== ''))
}

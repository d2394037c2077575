import { expectNoSecrets, type FoundSecret, type Secrets, SecretsFoundError } from 'xstate-auth-session/testing'

/** Where secrets show. */
export function secretsIn(found: unknown, secrets: Secrets): readonly FoundSecret[] {
  try {
    expectNoSecrets(found, secrets)
    return []
  } catch (error) {
    if (error instanceof SecretsFoundError) return error.found
    throw error
  }
}

/** The same, each as `path: form`. */
export const secretsFound = (found: unknown, secrets: Secrets): string[] =>
  secretsIn(found, secrets).map(({ path, form }) => `${path}: ${form || 'as it is'}`)

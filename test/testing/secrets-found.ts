import { expectNoSecrets, type Secrets, SecretsFoundError } from 'xstate-auth-session/testing'

/** Where secrets show, each as `path: form`. */
export function secretsFound(found: unknown, secrets: Secrets): string[] {
  try {
    expectNoSecrets(found, secrets)
    return []
  } catch (error) {
    if (!(error instanceof SecretsFoundError)) throw error
    return error.found.map(({ path, form }) => `${path}: ${form || 'as it is'}`)
  }
}

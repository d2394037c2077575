import { AuthSessionError } from 'xstate-auth-session'

/** What a promise was rejected with; a promise that keeps its word is the failure of the test. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`expected a rejection, got ${String(outcome.value)}`)
}

/** The code that the session rejected it with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await failure(promise)
  if (error instanceof AuthSessionError) return error.code
  throw error
}

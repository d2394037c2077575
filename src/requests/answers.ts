import type { AuthBackend } from '../backends/backend'
import { isFinal } from '../backends/final-answers'
import type { Credentials } from '../credentials'
import { parseJson } from '../grants/exchange'
import type { Origins } from './origins'

export interface AnswersPorts {
  readonly origins: Origins
  readonly backend: AuthBackend
  /** A successor of that lease has come in a header. */
  readonly onSuccessor: (token: string, lease: Credentials) => void
}

/** What a response says of the token that was sent; of another origin's, after a redirect, nothing counts. */
export type Answers = ReturnType<typeof createAnswers>

export function createAnswers({ origins, backend, onSuccessor }: AnswersPorts) {
  const stayed = (response: Response) => !response.redirected || origins.lists(response.url)
  const accepts = (response: Response) => (response.ok || response.status === 403) && stayed(response)
  const readBody = async (response: Response) => parseJson(await response.clone().text())
  return {
    accepts,
    isUnauthorized(response: Response) {
      if (!response?.headers || !stayed(response)) return false
      return backend.unauthorized?.(response, () => readBody(response)) ?? response.status === 401
    },
    isFinal: async (response: Response) =>
      isFinal({ status: response.status, body: await readBody(response) }, backend.final.accessToken, backend),
    onAnswer(response: Response, lease: Credentials) {
      const token = stayed(response) && backend.successor?.(response.headers)
      if (token) onSuccessor(token, lease)
      return accepts(response)
    },
  }
}

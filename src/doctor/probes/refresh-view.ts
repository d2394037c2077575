import type { Answer, AuthBackend, Call } from '../../backends/backend'
import { classify, hintFor, NO_GRANT } from '../../grants/answer-class'
import { type Finding, fail, pass } from '../finding'
import { cureFor, type Silent, wordsFor } from '../silence'

/** A renewal with a refresh token that is none. */
export const renewGarbage = (backend: AuthBackend) => (call: Call) =>
  backend.renew({ accessToken: 'doctor', refreshToken: 'doctor' }, call)

/** A server that refuses it as such can be told from one that is broken: only the first ends a session. */
export function judgeRefreshView(answer: Answer | Silent, backend: AuthBackend, now: number): Finding {
  if ('silence' in answer) return fail('refresh.view', wordsFor(answer), cureFor(answer))
  const { status } = answer
  if (classify(answer, backend, NO_GRANT, now).kind === 'refused')
    return pass('refresh.view', `refuses a bad token with ${status}`)
  return fail('refresh.view', `answers ${status} to a bad token`, cureOf(answer, backend))
}

function cureOf(answer: Answer, backend: AuthBackend): string {
  const { status } = answer
  if (status >= 200 && status < 300) return 'check baseUrl and the path: what takes anything is no refresh view'
  return status >= 500 ? 'look at the server’s log' : hintFor(answer, backend)
}

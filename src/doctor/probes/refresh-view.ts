import type { Answer, Call } from '../../backends/backend'
import { classify, hintFor, NO_GRANT } from '../../grants/answer-class'
import { type Finding, fail, pass } from '../finding'
import { cureFor, type Silent, wordsFor } from '../silence'
import type { Speaker } from '../speaker'

/** A renewal with a refresh token that is none; `refreshToken`: the word for one that is in a cookie, and none there. */
export const renewGarbage =
  (backend: Pick<Speaker, 'renew'>, refreshToken: string | null = null) =>
  (call: Call) =>
    backend.renew({ accessToken: 'doctor', refreshToken: refreshToken ?? 'doctor' }, call)

/** A server that refuses it as such can be told from one that is broken: only the first ends a session. */
export function judgeRefreshView(answer: Answer | Silent, backend: Speaker, now: number): Finding {
  if ('silence' in answer) return fail('refresh.view', wordsFor(answer), cureFor(answer))
  const { status } = answer
  if (classify(answer, backend, NO_GRANT, now).kind === 'refused')
    return pass('refresh.view', `refuses a bad token with ${status}`)
  return fail('refresh.view', `answers ${status} to a bad token`, cureOf(answer, backend))
}

function cureOf(answer: Answer, backend: Speaker): string {
  const { status } = answer
  if (status >= 200 && status < 300) return 'check baseUrl and the path: what takes anything is no refresh view'
  return status >= 500 ? 'look at the server’s log' : hintFor(answer, backend)
}

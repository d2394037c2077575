import type { Answer, Call } from '../backends/backend'
import { classify, hintFor, NO_GRANT } from '../grants/answer-class'
import type { SessionPorts } from '../ports'

/** One thing that was looked at. */
export interface CheckFinding {
  readonly topic: 'network' | 'refresh view' | 'clock' | 'store' | 'access token'
  readonly ok: boolean
  readonly message: string
}

export interface CheckReport {
  readonly ok: boolean
  readonly findings: readonly CheckFinding[]
}

/** Looks at server, clock and store without credentials: a renewal with a token that is none must be refused as such. */
export async function checkSession(ports: SessionPorts, skew: { readonly estimate: number }): Promise<CheckReport> {
  const { backend, deadlines, exchange, store, vault, lifecycle, settings } = ports
  const findings: CheckFinding[] = []
  const add = (topic: CheckFinding['topic'], ok: boolean, message: string) => findings.push({ topic, ok, message })
  const ask = (send: (call: Call) => Promise<Answer>) =>
    exchange(settings.requestTimeout, send).then(
      ({ answer }) => answer,
      () => null,
    )

  add('network', lifecycle.isOnline(), lifecycle.isOnline() ? 'online' : 'the platform says that it is offline')
  const answer = await ask((call) => backend.renew({ accessToken: 'check', refreshToken: 'check' }, call))
  if (answer === null) add('refresh view', false, 'no answer: check baseUrl, CORS and whether the server runs')
  else {
    const refused = classify(answer, backend, NO_GRANT, deadlines.now()).kind === 'refused'
    add(
      'refresh view',
      refused,
      refused ? `refuses a bad token with ${answer.status}` : `${answer.status}: ${hintFor(answer, backend)}`,
    )
    const shown = answer.headers.get('date') !== null
    const drift = Math.round(skew.estimate / 1_000)
    if (!shown) add('clock', false, 'the Date header is not readable: expose it by Access-Control-Expose-Headers')
    else add('clock', Math.abs(drift) < 60, `the server's clock is ${drift} s ahead of this device's`)
  }
  const kept = store.persistence !== 'volatile'
  add(
    'store',
    kept,
    kept ? `the session is kept with the ${store.persistence}` : 'the platform refuses to keep anything',
  )
  if (vault.current && backend.verify) {
    const { accessToken } = vault.current.record
    const verified = await ask((call) => backend.verify?.(accessToken, call) as Promise<Answer>)
    add('access token', verified?.status === 200, `the verify view answers ${verified?.status ?? 'nothing'}`)
  }
  return { ok: findings.every(({ ok }) => ok), findings }
}

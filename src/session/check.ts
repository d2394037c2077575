import type { Answer, Call } from '../backends/backend'
import type { Finding } from '../doctor/finding'
import { judgeClock } from '../doctor/probes/clock'
import { judgeRefreshView, renewGarbage } from '../doctor/probes/refresh-view'
import { type Silent, silenceOf } from '../doctor/silence'
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

/**
 * Looks at server, clock and store without credentials: a renewal with a token that is none must be refused as such. An SDK that
 * renews by itself is left alone.
 */
export async function checkSession(ports: SessionPorts, skew: { readonly estimate: number }): Promise<CheckReport> {
  const { backend, deadlines, exchange, store, vault, lifecycle, settings } = ports
  const findings: CheckFinding[] = []
  const add = (topic: CheckFinding['topic'], ok: boolean, message: string) => findings.push({ topic, ok, message })
  const found = (topic: CheckFinding['topic'], { verdict, seen, cure }: Finding) =>
    add(topic, verdict === 'pass', cure === null ? seen : `${seen}: ${cure}`)
  const ask = (send: (call: Call) => Promise<Answer>) =>
    exchange<Answer>(settings.requestTimeout, send).then(
      ({ answer }) => answer,
      (error: unknown): Silent => ({ silence: silenceOf(error) }),
    )

  add('network', lifecycle.isOnline(), lifecycle.isOnline() ? 'online' : 'the platform says that it is offline')
  if (backend.kind === 'delegated') {
    add('refresh view', true, 'not measured: the SDK renews, and to ask it would have it renew')
    add('clock', true, 'not measured: no server was asked for anything')
  } else {
    const answer = await ask(renewGarbage(backend))
    found('refresh view', judgeRefreshView(answer, backend, deadlines.now()))
    if ('status' in answer)
      found('clock', judgeClock({ isShown: answer.headers.get('date') !== null, skew: skew.estimate }))
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
    const status = 'status' in verified ? verified.status : null
    add('access token', status === 200, `the verify view answers ${status ?? 'nothing'}`)
  }
  return { ok: findings.every(({ ok }) => ok), findings }
}

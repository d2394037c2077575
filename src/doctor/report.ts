import { djangoSettings, type ServerSetting } from './django-settings'
import type { Examination } from './examination'
import type { Finding, Verdict } from './finding'
import type { Kind } from './server'
import { sessionCode } from './session-code'

/** What a visit came to, for machines; `docs/doctor.md` documents it. A field is added without another `format`. */
export interface DoctorReport {
  readonly format: 1
  /** Of this library. */
  readonly version: string
  readonly baseUrl: string
  readonly origin: string | null
  /** The backend that speaks with it; `null` where none does. */
  readonly backend: Kind | null
  /** Whether nothing fails. */
  readonly ok: boolean
  /** Requests made. */
  readonly calls: number
  readonly findings: readonly Finding[]
  /** A module in TypeScript; `null` where no backend fits. */
  readonly session: string | null
  /** What to change at the server, where it is known how. */
  readonly settings: readonly ServerSetting[]
}

export function reportOf({ server, origin, findings, calls }: Examination, version: string): DoctorReport {
  return {
    format: 1,
    version,
    baseUrl: server.baseUrl,
    origin,
    backend: server.kind,
    ok: findings.every(({ verdict }) => verdict !== 'fail'),
    calls,
    findings,
    session: sessionCode(server),
    settings: server.kind === 'simpleJwt' ? djangoSettings(findings, server, origin) : [],
  }
}

const NAMES: Readonly<Record<Kind, string>> = {
  simpleJwt: 'an access token and a refresh token, as of Django REST framework with simplejwt',
  slidingHeader: 'one token, without a refresh token',
  cookieSession: 'tokens in cookies',
  oauth2: 'an OAuth 2.0 server',
}

/** What a person reads. */
export function printReport({ baseUrl, backend, findings, session, settings }: DoctorReport): string {
  const width = Math.max(...findings.map(({ id }) => id.length))
  const lines = findings.flatMap(({ verdict, id, seen, cure }) => {
    const line = `${verdict}  ${id.padEnd(width)}  ${seen}`
    return cure === null ? [line] : [line, `${' '.repeat(width + 8)}→ ${cure}`]
  })
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length
  const sums = `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail, ${count('skip')} skipped`
  return [
    backend === null ? baseUrl : `${baseUrl}: ${NAMES[backend]}`,
    '',
    ...lines,
    '',
    sums,
    ...(session === null
      ? []
      : ['', 'The session for this server, as it is now:', '', ...indented(session.split('\n'))]),
    ...settings.flatMap(({ file, lines: text }) => [
      '',
      file === 'shell' ? 'Then, in the shell of the server:' : `To change in ${file}; what else is in these stays:`,
      '',
      ...indented(text),
    ]),
  ].join('\n')
}

const indented = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `    ${line}`))

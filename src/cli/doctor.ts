import { LIMITS } from '../doctor/caller'
import { type DoctorPorts, examine } from '../doctor/examination'
import { printReport, reportOf } from '../doctor/report'
import { VERSION } from '../version'
import type { Outcome } from './command'
import { credentialsFrom, refreshTokenFrom } from './doctor-credentials'
import { OrderError, readDoctorOrder } from './doctor-words'
import { printable } from './printable'
import type { Terminal } from './terminal'

const DOCTOR_USAGE = `xstate-auth-session doctor https://api.example.com   what a token server does, the session for it, and what to change

  --origin https://app.example.com   the origin of the app’s pages, to measure CORS
  --login /api/token/                paths, where they are others than usual; also
                                     --refresh, --logout, --logout-everywhere, --resource
  --client-id ID                     of a public OAuth client
  --token-endpoint /token            of an OAuth server without metadata; also --revocation-endpoint
  --credentials-stdin                {"username": "…", "password": "…"} comes by the input
  --yes                              do what may end other logins of the test user, without asking
  --json                             for machines
  --help                             this

The credentials of a test user are asked for, or come from DOCTOR_USERNAME and DOCTOR_PASSWORD; a refresh token of an OAuth
login comes from DOCTOR_REFRESH_TOKEN. It makes at most ${LIMITS.calls} requests,
and takes at most ${LIMITS.total / 1_000} s besides your answers. It ends with 1 where something fails, and with 2 where it can’t be asked so.`

export type DoctorCommandPorts = Omit<DoctorPorts, 'credentials' | 'refreshToken' | 'mayEndLogins'>

/** Runs what the words after `doctor` say. */
export async function runDoctor(
  words: readonly string[],
  terminal: Terminal,
  ports: DoctorCommandPorts,
): Promise<Outcome> {
  if (words.includes('--help')) return { exitCode: 0, output: DOCTOR_USAGE }
  try {
    const { target, isYes, isJson, readsStdin } = readDoctorOrder(words)
    const credentials = () => credentialsFrom(terminal, readsStdin)
    const refreshToken = async () => refreshTokenFrom(terminal)
    const mayEndLogins = async (what: string) => {
      if (isYes || !terminal.isInteractive) return isYes
      return /^y(es)?$/i.test(await terminal.ask(`${what}. Try it? [y/N] `))
    }
    const sleep = (ms: number) => {
      terminal.note(`waiting ${Math.ceil(ms / 1_000)} s …`)
      return ports.sleep(ms)
    }
    const report = reportOf(
      await examine(target, { ...ports, sleep, credentials, refreshToken, mayEndLogins }),
      VERSION,
    )
    const output = isJson ? JSON.stringify(report, null, 2) : printReport(report)
    // A report of failures is still what was asked for.
    return { exitCode: report.ok ? 0 : 1, output: printable(output), stream: 'stdout' }
  } catch (error) {
    if (!(error instanceof OrderError)) throw error
    return { exitCode: 2, output: `${error.message}\n\n${DOCTOR_USAGE}` }
  }
}

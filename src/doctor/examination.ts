import { createSkew } from '../grants/skew'
import type { Clock } from '../platform/clock'
import { parseHttpDate } from '../platform/clock'
import { createCaller, LIMITS, type Limits, OutOfBounds } from './caller'
import { type Finding, fail, pass } from './finding'
import type { Heard } from './heard'
import { judgeClock, spreadOf } from './probes/clock'
import { judgeExposed, judgeOrigin } from './probes/cors'
import { FORGED } from './probes/csrf'
import { askEndpoints, askMetadata } from './probes/metadata'
import { judgeReach, judgeTransport } from './probes/reach'
import { examineLogins } from './rounds/logins'
import { examineOauth } from './rounds/oauth'
import { createSecrets } from './secrets'
import { type KnownServer, unknownServer } from './server'
import type { Target, TestCredentials } from './target'
import type { Rounds } from './visit'

export interface DoctorPorts {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly limits?: Limits
  /** Lets so many ms pass. */
  sleep(ms: number): Promise<void>
  /** Those of a test user; asked for once at most, when there is a view that takes them. `null`: there are none. */
  credentials(): Promise<TestCredentials | null>
  /** One that a login of a test user elsewhere has brought; `null`: there is none. */
  refreshToken(): Promise<string | null>
  /** Asks whether what could end other logins of the test user may be done. */
  mayEndLogins(what: string): Promise<boolean>
}

/** What a visit came to. Holds no secret. */
export interface Examination {
  readonly server: KnownServer
  readonly origin: string | null
  readonly findings: readonly Finding[]
  readonly calls: number
}

/** What pages never ask, or browsers do for them. */
const UNHEARD = ['metadata', 'a preflight', FORGED]

/** Looks at a token server, within its {@link Limits}; it never rejects for what the server does. */
export async function examine(target: Target, ports: DoctorPorts): Promise<Examination> {
  const { clock, limits = LIMITS } = ports
  const findings: Finding[] = []
  const heard: Heard[] = []
  const told: { date: number; sentAt: number; receivedAt: number }[] = []
  const skew = createSkew()
  const secrets = createSecrets()
  const caller = createCaller({
    ...ports,
    limits,
    origin: target.origin,
    onAnswer(what, answer) {
      const { sentAt, receivedAt, headers, status } = answer
      const date = parseHttpDate(headers.get('date'))
      if (date !== null) {
        skew.sample(date, sentAt, receivedAt)
        told.push({ date, sentAt, receivedAt })
      }
      if (!UNHEARD.includes(what) && status !== 404 && status !== 405) heard.push({ what, answer })
    },
  })
  const transport = judgeTransport(target.baseUrl)
  const isSafe = transport.verdict === 'pass'
  let server = unknownServer(target)
  let credentials: Promise<TestCredentials | null> | null = null
  const askForCredentials = async () => {
    const given = isSafe ? await ports.credentials() : null
    secrets.keep(given?.username, given?.password)
    return given
  }
  const rounds: Rounds = {
    target,
    credentials: () => (credentials ??= askForCredentials()),
    async refreshToken() {
      const given = isSafe ? await ports.refreshToken() : null
      secrets.keep(given)
      return given
    },
    caller,
    secrets,
    heard,
    get server() {
      return server
    },
    learn: (facts) => {
      server = { ...server, ...facts }
    },
    add: (...found) => void findings.push(...found),
    mayEndLogins: ports.mayEndLogins,
    now: clock.now,
  }

  async function visit(): Promise<void> {
    const { first, found } = await askMetadata(rounds)
    const reach = judgeReach(first, target.baseUrl)
    rounds.add(reach)
    if (reach.verdict === 'fail') return
    rounds.add(transport)
    const isNamed = target.clientId !== null || target.paths.tokenEndpoint !== undefined
    const authorization = found ?? (isNamed ? await askEndpoints(rounds) : null)
    if (authorization && target.paths.login === undefined) await examineOauth(rounds, authorization)
    else if (!(await examineLogins(rounds))) return
    rounds.add(judgeClock({ isShown: told.length > 0, skew: skew.estimate, spread: spreadOf(told) }))
    rounds.add(judgeOrigin(heard, target.origin), judgeExposed(heard, target.origin, server.successorHeader))
  }

  try {
    await visit()
    findings.push(pass('bounds', `${caller.calls} of ${limits.calls} calls at most`))
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    findings.push(fail('bounds', error.message, 'what stands here was measured; the rest was not'))
  }
  return { server, origin: target.origin, findings, calls: caller.calls }
}

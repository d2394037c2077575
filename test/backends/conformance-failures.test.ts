import { describe, expect, test } from 'vitest'
import type { AuthBackend } from 'xstate-auth-session'
import { backendConformance, type ConformanceBench, ConformanceError } from 'xstate-auth-session/testing'
import { failure } from '../session/failure'
import { simpleJwtBench } from './conformance/simple-jwt-bench'
import { weakenedBench } from './conformance/weakened-bench'

const bench = simpleJwtBench({
  name: 'simpleJwt',
  server: { rotation: true, successorHeader: 'Refresh-Token' },
  backend: { successorHeader: 'Refresh-Token' },
  traits: { spent: 'refused', successor: 0.25 },
})

/** Without successors: what is renewed is renewed by a renewal. */
const plain = simpleJwtBench({ name: 'simpleJwt', server: { rotation: true }, traits: { spent: 'refused' } })

async function failureOf(of: ConformanceBench, name: string): Promise<unknown> {
  const found = backendConformance(of).find((one) => one.name === name)
  if (!found) throw new Error(`no case is called '${name}'`)
  return failure(found.run())
}

type Weakening = readonly [
  what: string,
  weaken: (backend: AuthBackend) => Partial<AuthBackend>,
  by: string,
  says: string,
]

const weakenings: readonly Weakening[] = [
  [
    'takes a page of HTML for a grant',
    () => ({ grant: () => ({ accessToken: 'token', expiresIn: 20 }) }),
    'a login that a captive portal answers is no login',
    'a login that a page of HTML answers: expected one of ["malformed_grant","unreachable"], got a session.',
  ],
  [
    'swallows what its call throws',
    ({ login }) => ({
      login: (method, credentials, call) =>
        login(method, credentials, call).catch(() => ({ status: 401, headers: new Headers(), body: null })),
    }),
    'a server that cannot be reached rejects nobody, and takes the login when it is back',
    'a login without a network: expected unreachable, got login_rejected.',
  ],
  [
    'answers a bad login by a 200',
    ({ login }) => ({
      login: async (method, credentials, call) => ({ ...(await login(method, credentials, call)), status: 200 }),
    }),
    'bad credentials are rejected',
    'a login with bad credentials: expected login_rejected, got malformed_grant.',
  ],
  [
    'speaks another scheme',
    () => ({ authorization: (token: string) => ['Authorization', `Token ${token}`] as const }),
    'a login with good credentials lets requests through',
    'the resource: expected 200, got 401.',
  ],
  [
    'gives lives in milliseconds',
    ({ grant }) => ({ grant: (answer) => ({ accessToken: '', ...grant(answer), expiresIn: 20_000 }) }),
    'a token is renewed before its end, though nobody asks',
    'renewals in three lives: expected 3 to 8, got 0.',
  ],
  [
    'gives lives that are too short',
    ({ grant }) => ({ grant: (answer) => ({ accessToken: '', ...grant(answer), expiresIn: 2 }) }),
    'a device that is 10 minutes ahead renews in time, by the Date header',
    'renewals in a minute: expected 3 to 8, got ',
  ],
  [
    'sees no refusal',
    () => ({ unauthorized: () => false }),
    '200 requests that are refused at once lead to one renewal, and all succeed',
    'what the requests came to: expected {"200":200}, got {"401":200}.',
  ],
  [
    'leaves the refresh token out of its grants',
    ({ grant }) => ({ grant: (answer) => ({ accessToken: '', ...grant(answer), refreshToken: null }) }),
    '200 requests that are refused at once lead to one renewal, and all succeed',
    'what the requests came to: expected {"200":200}, got {"session_expired":200}.',
  ],
  [
    'knows no final answer',
    ({ final }) => ({ final: { ...final, renewal: [] } }),
    'a login that the server has ended ends the session, and asks no more',
    'the resource: expected ["session_expired"], got ["queue_timeout"].',
  ],
  [
    'takes an outage for final',
    ({ final }) => ({ final: { ...final, renewal: [{ status: 401 }, { status: 502 }] } }),
    'a server that is out of order ends no session, and renews it when it is back',
    'logged in, though renewals are answered by a 502: expected true, got false.',
  ],
  [
    'ends a session for a network that is gone',
    ({ renew }) => ({
      renew: (tokens, call) => renew(tokens, call).catch(() => ({ status: 401, headers: new Headers(), body: null })),
    }),
    'a server that is away when the token is due renews it when it is back',
    'logged in: expected true, got false.',
  ],
  [
    'renews by the token of the login for ever',
    ({ renew }) => {
      let first: string | null = null
      return {
        renew(tokens, call) {
          first ??= tokens.refreshToken
          return renew({ ...tokens, refreshToken: first }, call)
        },
      }
    },
    'a logout ends what renews the session, the newest of it',
    'the resource, after a renewal: expected [200], got ["session_expired"].',
  ],
  [
    'revokes nothing',
    () => ({ revoke: () => null }),
    'a logout ends what renews the session, the newest of it',
    'the resource, for who has a copy of what the user had: expected ["session_expired"], got [200].',
  ],
  [
    'revokes the token of the login, not the newest',
    ({ grant, revoke }) => {
      let first: string | null = null
      return {
        grant(answer) {
          const granted = grant(answer)
          first ??= granted?.refreshToken ?? null
          return granted
        },
        revoke: (tokens, scope, call) => revoke({ ...tokens, refreshToken: first }, scope, call),
      }
    },
    'a logout ends what renews the session, the newest of it',
    'the resource, for who has a copy of what the user had: expected ["session_expired"], got [200].',
  ],
]

describe('a backend is found out that', () => {
  test.each(weakenings)('%s', async (_, weaken, by, says) => {
    const weakened = weakenedBench(plain, (backend) => ({ ...backend, ...weaken(backend) }))
    const error = await failureOf(weakened, by)
    expect(error).toBeInstanceOf(ConformanceError)
    expect(String(error)).toContain(says)
  })

  test('reads another header for successors', async () => {
    const weakened = weakenedBench(bench, (backend) => ({ ...backend, successor: (headers) => headers.get('X-Other') }))
    const by = 'the successor of a token carries on where the token ends, without a renewal'
    expect(String(await failureOf(weakened, by))).toContain('renewals: expected 0, got 1.')
  })
})

describe('a server is found out that does not', () => {
  test.each([
    [{ spent: 'kept' }, 'a refresh token that another device has spent is what the server makes of it'],
    [{ spent: 'ends_login' }, 'a refresh token that another device has spent is what the server makes of it'],
    [{ logout: 'nothing' }, 'a logout ends what renews the session, the newest of it'],
    [{ everywhere: true }, 'a logout everywhere ends the user’s other logins, where the server can'],
    [{ deactivation: 'both' }, 'a user who was deactivated is logged out, at the latest when the token is renewed'],
    [{ signingKey: 'access_tokens' }, 'a signing key that is replaced costs one renewal'],
    [{ restart: 'forgets' }, 'a server that forgets its logins as it restarts ends the session'],
    [{ successor: 0.25 }, `of 50 answers out of order one successor is adopted, and the token never gets older`],
  ] as const)('do as its traits say: %j', async (traits, by) => {
    expect(await failureOf({ ...plain, traits: { ...plain.traits, ...traits } }, by)).toBeInstanceOf(ConformanceError)
  })
})

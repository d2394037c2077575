import { expect, test } from 'vitest'
import { simpleJwt } from 'xstate-auth-session/backends'
import type { Answered } from '../../src/doctor/caller'
import { judgeClock, spreadOf } from '../../src/doctor/probes/clock'
import { judgePreflights } from '../../src/doctor/probes/cors'
import { judgeAccessLife, judgeRefreshLife } from '../../src/doctor/probes/lifetime'
import { judgeAfterLogout } from '../../src/doctor/probes/logout'
import { judgeRefreshView } from '../../src/doctor/probes/refresh-view'
import { judgeGarbage, judgeMissing } from '../../src/doctor/probes/resource'
import { judgeReuse } from '../../src/doctor/probes/reuse'
import { createSecrets } from '../../src/doctor/secrets'
import { silenceOf } from '../../src/doctor/silence'
import { inWords } from '../../src/doctor/spans'

const backend = simpleJwt({ baseUrl: 'https://api.example.com' })

const answered = (status: number, headers: Record<string, string> = {}): Answered => ({
  status,
  headers: new Headers(headers),
  body: {},
  isPage: false,
  wantsCsrf: false,
  sentAt: 0,
  receivedAt: 0,
})

const lasting = (seconds: number | null) =>
  ['{}', seconds === null ? '{}' : `{"iat":1000,"exp":${1_000 + seconds}}`, 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

const tokens = (access: number | null, refresh: number | null = 86_400, expiresIn: number | null = null) => ({
  accessToken: lasting(access),
  refreshToken: lasting(refresh),
  accessField: 'access',
  refreshField: 'refresh',
  expiresIn,
})

test.each([
  ['ECONNREFUSED', 'nothing_listens'],
  ['ENOTFOUND', 'unknown_host'],
  ['EAI_AGAIN', 'unknown_host'],
  ['EHOSTUNREACH', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'slow'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong_name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no_tls'],
  ['HPE_INVALID_CONSTANT', 'no_http'],
  ['UND_ERR_SOCKET', 'broken'],
  ['E_UNHEARD_OF', 'failed'],
])('%s, wherever it stands in an error, is %s', (code, silence) => {
  const bottom = Object.assign(new Error('x'), { code })
  const several = Object.assign(new AggregateError([bottom, new Error('y')]))
  for (const error of [
    bottom,
    new TypeError('fetch failed', { cause: bottom }),
    new TypeError('f', { cause: several }),
  ])
    expect(silenceOf(error)).toBe(silence)
})

test('what no error is, and one that is its own cause, are failures like any other', () => {
  const circular: { cause?: unknown } = {}
  circular.cause = circular
  expect([undefined, null, 'x', {}, circular].map((error) => silenceOf(error))).toEqual(Array(5).fill('failed'))
})

test.each([
  [-1, 'fail', '-1 s'],
  [0, 'fail', '0 s'],
  [59, 'warn', '59 s'],
  [60, 'pass', '1 min'],
  [90, 'pass', '90 s'],
  [3_600, 'pass', '1 h'],
  [3_601, 'warn', '3601 s'],
  [null, 'warn', null],
])('an access token of %s s is judged %s', (life, verdict, words) => {
  const finding = judgeAccessLife(tokens(life))
  expect(finding.verdict).toBe(verdict)
  if (words !== null && (life as number) > 0) expect(finding.seen).toBe(words)
})

test('what an answer says of a token’s life counts before the token itself', () => {
  expect(judgeAccessLife(tokens(300, 86_400, 120)).seen).toBe('2 min')
})

test.each([
  [3_599, 'warn'],
  [3_600, 'pass'],
  [90 * 86_400, 'pass'],
  [90 * 86_400 + 1, 'warn'],
  [null, 'pass'],
])('a refresh token of %s s is judged %s', (life, verdict) => {
  expect(judgeRefreshLife({ ...tokens(300, life), cookies: [] }).verdict).toBe(verdict)
})

test.each([
  [{ isShown: false, skew: 0 }, 'warn'],
  [{ isShown: true, skew: 59_999 }, 'pass'],
  [{ isShown: true, skew: -60_000 }, 'warn'],
  [{ isShown: true, skew: 0, spread: 2_000 }, 'pass'],
  [{ isShown: true, skew: 0, spread: 2_001 }, 'fail'],
])('a clock of which is told %j is judged %s', (told, verdict) => {
  expect(judgeClock(told).verdict).toBe(verdict)
})

test('machines disagree by as much as no one moment could explain', () => {
  const at = (date: number, sentAt: number, receivedAt: number) => ({ date, sentAt, receivedAt })
  expect(spreadOf([])).toBe(0)
  expect(spreadOf([at(10_000, 10_100, 10_200), at(11_000, 11_900, 11_990)])).toBe(0)
  expect(spreadOf([at(10_000, 10_000, 10_000), at(41_000, 11_000, 11_000)])).toBe(29_000)
})

test.each([
  [401, 'pass'],
  [403, 'warn'],
  [400, 'warn'],
  [200, 'fail'],
  [302, 'fail'],
  [500, 'fail'],
])('a bad token that is answered by %i is judged %s', (status, verdict) => {
  expect(judgeGarbage(answered(status)).verdict).toBe(verdict)
})

test.each([
  [401, 'pass'],
  [403, 'warn'],
  [302, 'fail'],
  [404, 'skip'],
  [200, 'skip'],
  [500, 'fail'],
])('a missing token that is answered by %i is judged %s', (status, verdict) => {
  expect(judgeMissing({ path: '/api/me/', missing: answered(status), scheme: null }).verdict).toBe(verdict)
})

test.each([
  [{ takenAt: null, refusedAt: 0, loginLives: true }, 'warn'],
  [{ takenAt: null, refusedAt: 0, loginLives: false }, 'warn'],
  [{ takenAt: 5, refusedAt: 11, loginLives: true }, 'pass'],
  [{ takenAt: 31, refusedAt: null, loginLives: true }, 'warn'],
  [{ takenAt: null, refusedAt: null, loginLives: true }, 'skip'],
  [null, 'skip'],
])('a second use of which was seen %j is judged %s', (found, verdict) => {
  expect(judgeReuse(found).verdict).toBe(verdict)
})

test.each([
  [401, 300, 'pass'],
  [200, 300, 'pass'],
  [200, 7_200, 'warn'],
  [200, null, 'warn'],
  [500, 300, 'skip'],
])('an access token that is answered by %i after the logout, and lives %s s, is judged %s', (status, life, verdict) => {
  expect(judgeAfterLogout(answered(status), life).verdict).toBe(verdict)
})

const origin = 'https://app.example.com'
const allowing = {
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Headers': 'authorization, content-type',
}

test.each<[string, number, Record<string, string>, string, string]>([
  ['allows it', 204, allowing, 'GET', 'pass'],
  ['allows another origin', 204, { ...allowing, 'Access-Control-Allow-Origin': 'https://b.test' }, 'GET', 'fail'],
  ['allows any origin', 204, { ...allowing, 'Access-Control-Allow-Origin': '*' }, 'GET', 'pass'],
  [
    'allows any header, which Authorization is not',
    204,
    { ...allowing, 'Access-Control-Allow-Headers': '*' },
    'GET',
    'fail',
  ],
  ['wants a token for it', 401, allowing, 'GET', 'fail'],
  ['redirects it', 301, allowing, 'GET', 'fail'],
  ['does not allow the method', 204, allowing, 'DELETE', 'fail'],
  ['allows the method', 204, { ...allowing, 'Access-Control-Allow-Methods': 'DELETE' }, 'DELETE', 'pass'],
])('a preflight of a server that %s is judged', (_, status, headers, method, verdict) => {
  const asked = { path: '/', method, header: 'authorization', observed: answered(status, headers) }
  expect(judgePreflights([asked], origin).verdict).toBe(verdict)
})

test.each([
  [answered(401), 'pass', 'refuses a bad token with 401', null],
  [
    answered(200),
    'fail',
    'answers 200 to a bad token',
    'check baseUrl and the path: what takes anything is no refresh view',
  ],
  [answered(404), 'fail', 'answers 404 to a bad token', 'check baseUrl and the path'],
  [
    answered(301),
    'fail',
    'answers 301 to a bad token',
    'a redirect: check baseUrl, https, and the trailing slash of the path',
  ],
  [answered(500), 'fail', 'answers 500 to a bad token', 'look at the server’s log'],
  [{ silence: 'failed' } as const, 'fail', 'the request failed', 'check baseUrl, CORS and whether the server runs'],
])('a refresh view is judged by its answer to a bad token: %j', (observed, verdict, seen, cure) => {
  expect(judgeRefreshView(observed, backend, 0)).toEqual({ id: 'refresh.view', verdict, seen, cure })
})

test('words of outside come on one line, cut, and without what is kept', () => {
  const { keep, quote } = createSecrets()
  keep('pass word', null, undefined, '')
  expect(quote('a\u001b[2J\u202eb\nc')).toBe('a [2J b c')
  expect(quote('x pass word pass%20word pass+word y')).toBe('x … … … y')
  expect(quote('z'.repeat(200))).toHaveLength(101)
})

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [90, '90 s'],
  [7_200, '2 h'],
  [172_800, '2 d'],
])('%d s are %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words)
})

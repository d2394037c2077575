import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Answer, BackendRequest } from 'xstate-auth-session'
import { type Oauth2Options, oauth2, tokenGrant } from 'xstate-auth-session/oauth2'
import { unsignedToken } from '../session/unsigned-token'

const issuer = 'https://login.example.com/realm'
const endpoints = { token: 'https://login.example.com/token', userinfo: 'https://login.example.com/me' }
const wellKnown = `${issuer}/.well-known/openid-configuration`
const metadata = { issuer, token_endpoint: `${issuer}/token`, revocation_endpoint: `${issuer}/revoke` }
const tokens = { access_token: 'a', token_type: 'Bearer', expires_in: 300, refresh_token: 'r' }

/** A server that answers by path, and remembers what it was asked. */
function serve(answers: Record<string, readonly [status: number, body: unknown]>) {
  const asked: BackendRequest[] = []
  return {
    asked,
    answers,
    async call(request: BackendRequest): Promise<Answer> {
      asked.push(request)
      const [status, body] = answers[request.url] ?? [404, undefined]
      return { status, body, headers: new Headers({ 'content-type': 'application/json' }) }
    },
  }
}

const now = Math.floor(Date.now() / 1_000)
const idToken = (claims: object = {}) => {
  const [, body] = unsignedToken({ iss: issuer, aud: 'app', sub: 'ada', iat: now, exp: now + 300, ...claims }).split(
    '.',
  )
  return `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${body}.x`
}

const discovered = (answer: readonly [number, unknown] = [200, tokens]) =>
  serve({ [wellKnown]: [200, metadata], [metadata.token_endpoint]: answer, [metadata.revocation_endpoint]: [200, ''] })

const isFinalAnswer = ({ final, errorCode }: ReturnType<typeof oauth2>, { status, body }: Answer) =>
  final.renewal.some((row) => row.status === status && row.codes?.includes(errorCode(body) ?? ''))

/** What a login with that ID token comes to: the grant, or why there is none. */
async function logIn(claims: object, own: Partial<Oauth2Options> = {}, credentials: object = {}) {
  const server = discovered([200, { ...tokens, id_token: idToken(claims) }])
  const backend = oauth2({ issuer, clientId: 'app', ...own })
  const code = { code: 'c', codeVerifier: 'v', redirectUri: 'https://app.example.com/', ...credentials }
  const answer = await backend.login('code', code, server.call)
  try {
    return backend.grant(answer)
  } catch (error) {
    return (error as Error).message
  }
}

describe('metadata', () => {
  const renew = (backend: ReturnType<typeof oauth2>, call: ReturnType<typeof serve>['call']) =>
    backend.renew({ accessToken: 'a', refreshToken: 'r' }, call)
  const urls = (asked: readonly BackendRequest[]) => asked.map(({ url }) => url)

  test('are asked for at the first need, once', async () => {
    const server = discovered()
    const backend = oauth2({ issuer, clientId: 'app' })
    expect(server.asked).toEqual([])
    await Promise.all([renew(backend, server.call), renew(backend, server.call)])
    await renew(backend, server.call)
    expect(urls(server.asked)).toEqual([wellKnown, ...Array(3).fill(metadata.token_endpoint)])
  })

  test('are where RFC 8414 puts them, on request', async () => {
    const server = serve({})
    await renew(oauth2({ issuer, clientId: 'app', discovery: 'oauth2' }), server.call)
    expect(urls(server.asked)).toEqual(['https://login.example.com/.well-known/oauth-authorization-server/realm'])
  })

  test('that could not be had are asked for again, and what was answered in their place is final in nothing', async () => {
    const server = discovered()
    server.answers[wellKnown] = [400, { error: 'invalid_grant' }]
    const backend = oauth2({ issuer, clientId: 'app' })
    expect(await renew(backend, server.call)).toMatchObject({ status: 400, body: undefined })
    await expect(renew(backend, () => Promise.reject(new TypeError('away')))).rejects.toThrow('away')
    server.answers[wellKnown] = [200, metadata]
    expect(backend.grant(await renew(backend, server.call))).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresIn: 300,
    })
    expect(urls(server.asked)).toEqual([wellKnown, wellKnown, metadata.token_endpoint])
  })

  test('that never come hold up nobody for ever, though the network heeds no signal', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const server = discovered()
    const backend = oauth2({ issuer, clientId: 'app' })
    const silent = () => new Promise<never>(() => {})
    renew(backend, silent)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(backend.grant(await renew(backend, server.call))).toMatchObject({ accessToken: 'a' })
    expect([urls(server.asked), vi.getTimerCount()]).toEqual([[wellKnown, metadata.token_endpoint], 0])
  })

  test('of another issuer are refused, and no token is sent', async () => {
    const server = discovered()
    server.answers[wellKnown] = [200, { ...metadata, issuer: 'https://evil.example' }]
    const backend = oauth2({ issuer, clientId: 'app' })
    const answer = await renew(backend, server.call)
    expect(() => backend.grant(answer)).toThrow('"issuer" property does not match')
    const scope = { everywhere: false }
    await expect(backend.revoke({ accessToken: 'a', refreshToken: 'r' }, scope, server.call)).rejects.toThrow(
      'metadata',
    )
    expect(urls(server.asked)).toEqual([wellKnown, wellKnown])
  })
})

describe('an ID token', () => {
  test('tells who the user is, without what it says of itself', async () => {
    expect(await logIn({ name: 'Ada', nonce: 'n' })).toMatchObject({
      subject: 'ada',
      claims: { sub: 'ada', name: 'Ada' },
    })
  })

  test('may be late: device and server need not agree on the time', async () => {
    expect(await logIn({ iat: now + 600, exp: now + 900 })).toMatchObject({ subject: 'ada' })
    expect(await logIn({ iat: now - 900, exp: now - 600 })).toMatchObject({ subject: 'ada' })
  })

  test.each([
    ['of another issuer', { iss: 'https://evil.example' }, {}, 'iss'],
    ['for another client', { aud: 'another' }, {}, 'aud'],
    ['that does not repeat the nonce', { nonce: 'x' }, { nonce: 'n' }, 'nonce'],
    ['without the nonce', {}, { nonce: 'n' }, 'nonce'],
  ])('%s is refused', async (_, claims, credentials, word) => {
    expect(await logIn(claims, {}, credentials)).toContain(word)
  })

  test('is not read where no issuer is known', async () => {
    const server = serve({ [endpoints.token]: [200, { ...tokens, id_token: 'none' }] })
    const backend = oauth2({ endpoints, clientId: 'app' })
    const answer = await backend.login('password', { username: 'ada', password: 'x' }, server.call)
    expect(backend.grant(answer)).toEqual({ accessToken: 'a', refreshToken: 'r', expiresIn: 300 })
  })

  test('of a renewal that is another user’s ends the session, and what came with it', async () => {
    const server = discovered([200, { ...tokens, refresh_token: 'next', id_token: idToken() }])
    const backend = oauth2({ issuer, clientId: 'app' })
    const answer = await backend.renew({ accessToken: 'a', refreshToken: 'r', subject: 'grace' }, server.call)
    expect(isFinalAnswer(backend, answer)).toBe(true)
    const { url, body } = server.asked.at(-1) ?? {}
    expect([url, new URLSearchParams(body).get('token')]).toEqual([metadata.revocation_endpoint, 'next'])
  })

  test('of a renewal is of the same user', async () => {
    const server = discovered([200, { ...tokens, id_token: idToken() }])
    const backend = oauth2({ issuer, clientId: 'app' })
    const renewed = (subject: string) =>
      backend
        .renew({ accessToken: 'a', refreshToken: 'r', subject }, server.call)
        .then((answer) => backend.grant(answer))
    expect(await renewed('ada')).toMatchObject({ accessToken: 'a' })
  })
})

test('a renewal without an ID token leaves the user the one of the login, whatever the access token says', async () => {
  const server = discovered([200, { ...tokens, access_token: unsignedToken({ sub: 'ada-by-another-name' }) }])
  const backend = oauth2({ issuer, clientId: 'app' })
  const answer = await backend.renew({ accessToken: 'a', refreshToken: 'r', subject: 'ada' }, server.call)
  expect(backend.grant(answer)).toMatchObject({ subject: 'ada' })
})

describe('the user', () => {
  const describeIt = async (own: Partial<Oauth2Options<unknown>>, told: readonly [number, unknown]) => {
    const backend = oauth2<unknown>({ endpoints, clientId: 'app', ...own })
    const grant = tokenGrant({ ...tokens, id_token: idToken({ name: 'Ada' }) })
    const server = serve({ [endpoints.userinfo]: told })
    return { server, described: await backend.describe?.(grant, server.call) }
  }

  test('is what the claims say, or what the app makes of them', async () => {
    expect((await describeIt({}, [500, null])).described?.user).toEqual({ sub: 'ada', name: 'Ada' })
    const { server, described } = await describeIt({ user: ({ name }) => name }, [500, null])
    expect([described?.user, server.asked]).toEqual(['Ada', []])
  })

  test('is what the UserInfo endpoint adds, on request', async () => {
    const { server, described } = await describeIt({ userinfo: true }, [200, { sub: 'ada', email: 'ada@example.com' }])
    expect(described?.user).toEqual({ sub: 'ada', name: 'Ada', email: 'ada@example.com' })
    expect(server.asked.map(({ headers }) => headers?.['Authorization'])).toEqual(['Bearer a'])
  })

  test.each([
    ['another user', [200, { sub: 'grace' }]],
    ['nobody', [403, {}]],
  ] as const)('is not told by an endpoint that speaks of %s', async (_, told) => {
    await expect(describeIt({ userinfo: true }, told)).rejects.toThrow('told nothing of this user')
  })
})

test('a token response of another library’s login flow is read in the RFC’s spelling', () => {
  expect(tokenGrant({ access_token: 'a' })).toEqual({ accessToken: 'a' })
  expect(tokenGrant({ ...tokens, id_token: idToken({ name: 'Ada' }) })).toEqual({
    accessToken: 'a',
    refreshToken: 'r',
    expiresIn: 300,
    subject: 'ada',
    claims: { sub: 'ada', name: 'Ada' },
  })
})

test.each([
  ['no token', {}],
  ['an unknown kind of token', { ...tokens, token_type: 'mac' }],
  ['no kind of token', { ...tokens, token_type: undefined }],
  ['a lifetime that is none', { ...tokens, expires_in: 'soon' }],
])('a successful answer with %s is no grant', async (_, body) => {
  const backend = oauth2({ endpoints, clientId: 'app' })
  const { call } = serve({ [endpoints.token]: [200, body] })
  const answer = await backend.renew({ accessToken: 'a', refreshToken: 'r' }, call)
  expect(() => backend.grant(answer)).toThrow('The grant is malformed')
})

test('what is sent holds what the RFCs want, and what the app adds', async () => {
  const server = discovered()
  const backend = oauth2({
    issuer,
    clientId: 'app',
    scope: 'openid',
    parameters: { resource: 'https://api.example.com' },
  })
  await backend.login('password', { username: 'ada', password: 'p&w' }, server.call)
  await backend.login('code', { code: 'c', codeVerifier: 'v', redirectUri: 'https://app.example.com/' }, server.call)
  await backend.renew({ accessToken: 'a', refreshToken: 'r' }, server.call)
  await backend.revoke({ accessToken: 'a', refreshToken: 'r' }, { everywhere: false }, server.call)
  await backend.revoke({ accessToken: 'a', refreshToken: null }, { everywhere: false }, server.call)
  const shared = { client_id: 'app', resource: 'https://api.example.com' }
  expect(server.asked.slice(1).map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { ...shared, grant_type: 'password', username: 'ada', password: 'p&w', scope: 'openid' },
    {
      ...shared,
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: 'v',
      redirect_uri: 'https://app.example.com/',
    },
    { ...shared, grant_type: 'refresh_token', refresh_token: 'r' },
    { client_id: 'app', token: 'r', token_type_hint: 'refresh_token' },
    { client_id: 'app', token: 'a', token_type_hint: 'access_token' },
  ])
  expect(server.asked.map(({ keepalive }) => keepalive)).toEqual([false, false, false, false, true, true])
})

test.each<[string, object | undefined]>([
  ['options', undefined],
  ['issuer', { clientId: 'app' }],
  ['issuer', { clientId: 'app', issuer, endpoints }],
  ['issuer', { clientId: 'app', issuer: 'http://login.example.com' }],
  ['issuer', { clientId: 'app', issuer: 'login.example.com' }],
  ['endpoints', { clientId: 'app', endpoints: null }],
  ['endpoints.token', { clientId: 'app', endpoints: { token: '/token' } }],
  ['endpoints.revocation', { clientId: 'app', endpoints: { ...endpoints, revocation: 7 } }],
  ['endpoints.userinfo', { clientId: 'app', endpoints: { token: endpoints.token }, userinfo: true }],
  ['discovery', { clientId: 'app', issuer, discovery: 'rfc8414' }],
  ['clientId', { clientId: '', issuer }],
  ['clientAuthentication', { clientId: 'app', issuer, clientAuthentication: 'secret' }],
  ['scope', { clientId: 'app', issuer, scope: ['openid'] }],
  ['parameters', { clientId: 'app', issuer, parameters: 'x' }],
  ['parameters.audience', { clientId: 'app', issuer, parameters: { audience: 7 } }],
  ['rotation', { clientId: 'app', issuer, rotation: 'sometimes' }],
  ['revokes', { clientId: 'app', issuer, revokes: 'all' }],
  ['user', { clientId: 'app', issuer, user: 'sub' }],
  ['userinfo', { clientId: 'app', issuer, userinfo: 'yes' }],
  ['scheme', { clientId: 'app', issuer, scheme: 'two words' }],
])('oauth2: %s is named where it is wrong', (name, options) => {
  expect(() => oauth2(options as never)).toThrow(new RegExp(`^oauth2: ${name} must be`))
})

test.each(['http://login.example.com/me', 'data:,me', 'no address'])(
  'a token is not sent to the UserInfo endpoint %s',
  async (userinfo_endpoint) => {
    const server = discovered()
    server.answers[wellKnown] = [200, { ...metadata, userinfo_endpoint }]
    const backend = oauth2({ issuer, clientId: 'app', userinfo: true })
    await expect(backend.describe?.({ accessToken: 'a' }, server.call)).rejects.toMatchObject({
      code: 'malformed_grant',
      message: expect.stringContaining('no UserInfo endpoint by https:'),
    })
    expect(server.asked.map(({ url }) => url)).toEqual([wellKnown])
  },
)

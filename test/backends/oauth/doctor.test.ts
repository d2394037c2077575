import { expect, onTestFinished, test } from 'vitest'
import * as oauth2 from 'xstate-auth-session/oauth2'
import { createLeapingTime, examined } from '../../cli/doctor-scene'
import { expectNoTypeErrors, openPrinted } from '../../cli/printed-session'
import { ada } from './accounts'
import { openOidcServer } from './oidc-server'
import { openOpaqueServer } from './opaque-server'

const packages = { 'xstate-auth-session/oauth2': oauth2 }

async function openOidc(words: readonly string[], env?: Record<string, string>) {
  const server = await openOidcServer()
  onTestFinished(() => server.close())
  const visit = () => examined([server.url, ...words], { time: createLeapingTime(), ...(env && { env }) })
  return { server, visit }
}

async function openOpaque(words: readonly string[]) {
  const server = await openOpaqueServer()
  onTestFinished(() => server.close())
  return { server, ...(await examined([server.url, ...words], { time: createLeapingTime() })) }
}

const known = ['--client-id', 'public']
/** What is left of a life is told to whole seconds. */
const told = ({ report }: Awaited<ReturnType<typeof examined>>) =>
  report.findings.map(({ id, verdict, seen }) => [id, verdict, seen === '299 s' ? '5 min' : seen])

test('oidc-provider is measured in full: a second use of a refresh token ends its login', async () => {
  const { server, visit } = await openOidc([...known, '--resource', '/api/me', '--yes'])
  const { url } = server
  expect(told(await visit()).slice(2, -4)).toEqual([
    ['oauth.metadata', 'pass', `tokens come from ${url}/token`],
    ['oauth.grants', 'pass', 'it gives implicit, authorization_code, refresh_token, password'],
    ['oauth.revocation', 'pass', `at ${url}/token/revocation`],
    ['refresh.view', 'pass', '400 invalid_grant'],
    ['login', 'pass', 'the password grant brings an access token and a refresh token'],
    ['lifetime.access', 'pass', '5 min'],
    ['lifetime.refresh', 'pass', 'the refresh token does not say; the server does, when it refuses it'],
    ['refusal.missing', 'pass', '/api/me answers 401'],
    ['refusal.garbage', 'pass', '401'],
    ['resource', 'pass', '200'],
    ['rotation', 'pass', 'yes'],
    ['logout', 'pass', `${url}/token/revocation ends it`],
    ['logout.access', 'pass', 'it ends with the logout'],
    ['logout.others', 'pass', 'yes'],
    ['reuse', 'warn', 'it is refused at once, and the login ended with it: a lost answer ends the session'],
  ])
  expect([server.alive('RefreshToken'), server.alive('AccessToken')]).toEqual([0, 0])
})

test('without a yes no token is used twice, and no login is left behind', async () => {
  const { server, visit } = await openOidc(known)
  const { seen } = await visit()
  expect(seen('reuse')).toBe('not tried: a strict server might end other logins of the test user')
  expect([server.alive('RefreshToken'), server.alive('AccessToken')]).toEqual([0, 0])
})

test('@node-oauth/oauth2-server, which has no metadata, is found by its token endpoint and measured in full', async () => {
  const { server, ...visited } = await openOpaque([...known, '--resource', '/me', '--yes'])
  const { url } = server
  expect(told(visited).slice(2, -4)).toEqual([
    ['oauth.metadata', 'skip', `none; tokens come from ${url}/token`],
    ['refresh.view', 'pass', '400 invalid_grant'],
    ['login', 'pass', 'the password grant brings an access token and a refresh token'],
    ['lifetime.access', 'pass', '5 min'],
    ['lifetime.refresh', 'pass', 'the refresh token does not say; the server does, when it refuses it'],
    ['refusal.missing', 'pass', '/me answers 401'],
    ['refusal.garbage', 'pass', '401'],
    ['resource', 'pass', '200'],
    ['rotation', 'pass', 'yes'],
    ['logout', 'pass', `${url}/revoke ends it`],
    ['logout.access', 'pass', 'until its own end, 5 min at most'],
    ['logout.others', 'pass', 'yes'],
    ['reuse', 'warn', 'it is refused at once: a lost answer ends the session'],
  ])
  expect(server.alive('RefreshToken')).toBe(0)
})

test('its endpoints are taken from the options as well', async () => {
  const endpoints = ['--token-endpoint', '/token', '--revocation-endpoint', '/revoke']
  const { report, verdict } = await openOpaque([...known, ...endpoints])
  expect([report.backend, verdict('login'), verdict('logout')]).toEqual(['oauth2', 'pass', 'pass'])
})

test('the session that is printed for either works with it, and has no type error', async () => {
  const strict = await openOidc([...known, '--resource', '/api/me', '--yes'])
  const lenient = await openOpaque([...known, '--resource', '/me', '--yes'])
  const reports = [(await strict.visit()).report, lenient.report]
  for (const [index, server] of [strict.server, lenient.server].entries()) {
    const session = await openPrinted(reports[index]!, { packages })
    await session.login(ada)
    server.refuseAccessTokens()
    expect((await session.fetch(server.resource)).status).toBe(200)
    await session.logout()
    expect(server.alive('RefreshToken')).toBe(0)
    session.dispose()
  }
  expectNoTypeErrors(...reports)
})

async function tokenOf(url: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'password', client_id: 'public', scope: 'openid', ...ada })
  const answer = await fetch(`${url}/token`, { method: 'POST', body })
  return (await answer.json()).refresh_token
}

test('a refresh token that is given is spent after a yes alone, and its login is measured to its end', async () => {
  const server = await openOidcServer()
  onTestFinished(() => server.close())
  const DOCTOR_REFRESH_TOKEN = await tokenOf(server.url)
  const visit = (...words: string[]) =>
    examined([server.url, ...known, ...words], { time: createLeapingTime(), env: { DOCTOR_REFRESH_TOKEN } })
  const cautious = await visit()
  expect(cautious.seen('login')).toBe('a refresh token was given, and is not spent without a yes')
  expect([cautious.seen('rotation'), server.alive('RefreshToken')]).toEqual([undefined, 1])
  const bold = await visit('--yes')
  expect(['login', 'rotation', 'reuse', 'logout'].map(bold.seen)).toEqual([
    'a refresh token was given',
    'yes',
    'it is refused at once, and the login ended with it: a lost answer ends the session',
    'the login that was given has ended before',
  ])
  expect(server.alive('RefreshToken')).toBe(0)
  expect(JSON.stringify([cautious.report, bold.report])).not.toContain(DOCTOR_REFRESH_TOKEN)
})

test('a login that was given, and that a second use does not end, is revoked at the end', async () => {
  const server = await openOpaqueServer()
  onTestFinished(() => server.close())
  const env = { DOCTOR_REFRESH_TOKEN: await tokenOf(server.url) }
  const { seen } = await examined([server.url, ...known, '--resource', '/me', '--yes'], {
    time: createLeapingTime(),
    env,
  })
  expect([seen('reuse'), seen('logout'), seen('logout.access')]).toEqual([
    'it is refused at once: a lost answer ends the session',
    `${server.url}/revoke ends it`,
    'until its own end, 5 min at most',
  ])
  expect(server.alive('RefreshToken')).toBe(0)
})

test.each([
  ['nobody', 'refresh.view', 'the client is unknown, or has to prove itself'],
  ['confidential', 'refresh.view', 'the client is unknown, or has to prove itself'],
  ['no-refresh', 'login', 'the password grant brings no refresh token'],
])('the client %s is told for what it is', async (client, id, words) => {
  const { visit } = await openOidc(['--client-id', client])
  const { seen, exitCode } = await visit()
  expect([seen(id), exitCode]).toEqual([words, 1])
})

test('credentials that are refused are told', async () => {
  const { visit } = await openOidc(known, { DOCTOR_USERNAME: 'ada', DOCTOR_PASSWORD: 'wrong' })
  expect((await visit()).not('pass', 'skip')).toEqual([['login', '400: the test credentials were refused']])
})

test('without credentials it says what would have more measured', async () => {
  const { visit } = await openOidc(known, {})
  const { report, exitCode } = await visit()
  expect(report.findings.find(({ id }) => id === 'login')).toMatchObject({
    verdict: 'skip',
    cure: 'log a test user in with the client that you use, and give the refresh token in DOCTOR_REFRESH_TOKEN',
  })
  expect([report.backend, exitCode]).toEqual(['oauth2', 0])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AuthBackend, createAuthSession } from 'xstate-auth-session'
import * as indexedDb from 'xstate-auth-session/indexeddb'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { readPage, sampleOf } from '../../docs/page'
import { runSample } from '../../docs/sample'
import { typeErrorsIn } from '../../docs/sample-types'
import * as amplify from './stand-ins/amplify'
import * as auth0 from './stand-ins/auth0'
import * as firebaseApp from './stand-ins/firebase-app'
import * as firebase from './stand-ins/firebase-auth'
import * as keycloak from './stand-ins/keycloak'
import { begin, login } from './stand-ins/login'
import * as msal from './stand-ins/msal'

const page = readPage('docs/backends/delegated.md')
const HERE = 'test/backends/oauth'

const standIns = {
  '@auth0/auth0-spa-js': ['auth0', auth0],
  '@azure/msal-browser': ['msal', msal],
  'firebase/app': ['firebase-app', firebaseApp],
  'firebase/auth': ['firebase-auth', firebase],
  'keycloak-js': ['keycloak', { ...keycloak, __esModule: true }],
  'aws-amplify/auth': ['amplify', amplify],
} as const

const packages = Object.fromEntries(Object.entries(standIns).map(([name, [, module]]) => [name, module]))

async function openRecipe(name: string) {
  begin()
  const time = createSimulatedTime()
  const { backend } = await runSample<{ backend: AuthBackend }>(sampleOf(page, name), {}, packages)
  const session = createAuthSession({ backend, clock: time.clock, fetch: async () => new Response() })
  onTestFinished(() => session.dispose())
  const pass = async <T>(promise: Promise<T>) => {
    const settled = promise.catch(({ code }: { code: string }) => code)
    await time.advance(20_000)
    return settled
  }
  return { session, pass, renewed: () => pass(session.accessToken({ minValidFor: 1_000 })) }
}

/** A token that is refused, where nothing tells how long it lives: the only way to ask for another one. */
const refused = ({ session, pass }: Awaited<ReturnType<typeof openRecipe>>) =>
  pass(
    session.withToken(async (token) => ({ status: token === `token-${login.made}` && login.made > 1 ? 200 : 401 }), {
      url: 'https://api.example.com/me',
    }),
  )

describe.each([
  ['auth0', auth0.refuse],
  ['msal', msal.refuse],
  ['firebase', firebase.refuse],
  ['keycloak', keycloak.refuse],
  ['amplify', amplify.refuse],
])('the recipe for %s', (name, refuse) => {
  test('finds the login, asks for the token that there is, and forces one when it is refused', async () => {
    const opened = await openRecipe(name)
    expect(await opened.pass(opened.session.start())).toBe('authenticated')
    expect(await opened.session.accessToken()).toBe('token-1')
    expect(await refused(opened)).toEqual({ status: 200 })
    expect(await opened.session.accessToken()).toBe('token-2')
  })

  test('finds nobody where nobody is logged in', async () => {
    const { session, pass } = await openRecipe(name)
    login.user = null
    expect(await pass(session.start())).toBe('anonymous')
  })

  test('keeps the session where the network fails, and ends it where only the user can help', async () => {
    const opened = await openRecipe(name)
    await opened.pass(opened.session.start())
    login.isUp = false
    refused(opened)
    await opened.pass(Promise.resolve())
    expect(opened.session.getSnapshot().status).toBe('queuedRetry')
    Object.assign(login, { isUp: true, refusal: refuse })
    await opened.pass(Promise.resolve())
    expect(opened.session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'answer_lost' })
  })

  test('logs the SDK out', async () => {
    const { session, pass } = await openRecipe(name)
    await pass(session.start())
    await pass(session.logout())
    expect([session.getSnapshot().status, login.user]).toEqual(['loggedOut', null])
  })
})

test('the recipe for oidc-client-ts is the one that runs in the browser', () => {
  const text = readFileSync(join(import.meta.dirname, 'page/recipe.ts'), 'utf8')
  expect(`${sampleOf(page, 'oidc-client-ts').text}\n`).toBe(text)
})

test('every recipe fits the types of its SDK', () => {
  const own = Object.entries(standIns).map(([name, [file]]) => [name, [`./${HERE}/stand-ins/${file}.ts`]])
  const main = {
    'xstate-auth-session': ['./src/index.ts'],
    'xstate-auth-session/backends': ['./src/backends/index.ts'],
  }
  const more = { 'xstate-auth-session/indexeddb': ['./src/indexeddb/index.ts'] }
  const blocks = page.blocks.filter(({ sample }) => sample !== 'sibling' && sample !== null)
  const paths = { ...main, ...more, ...Object.fromEntries(own) }
  expect(blocks.map(({ sample }) => sample)).toEqual([
    'oidc-client-ts',
    'auth0',
    'msal',
    'firebase',
    'keycloak',
    'amplify',
  ])
  expect(typeErrorsIn(blocks, HERE, { paths, exactOptionalPropertyTypes: false })).toEqual([])
})

test('a logout in another tab reaches an SDK that keeps its tokens in memory', async () => {
  const heard: ((event: { by: string }) => void)[] = []
  let removed = 0
  const module = {
    manager: { removeUser: () => removed++ },
    session: { on: (_: string, listener: (event: { by: string }) => void) => heard.push(listener) },
  }
  await runSample(sampleOf(page, 'sibling'), {}, { './session': module, 'xstate-auth-session/indexeddb': indexedDb })
  for (const by of ['user', 'sibling']) for (const listener of heard) listener({ by })
  expect(removed).toBe(1)
})

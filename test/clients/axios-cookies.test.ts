import { expect, onTestFinished, test, vi } from 'vitest'
import { bothInCookies } from '../backends/cookies/both-in-cookies'
import type { CookieJar } from '../backends/cookies/cookie-jar'
import { openScene } from '../backends/cookies/scene'
import { createTokenServer } from '../backends/embedded'
import { readPage, sampleOf } from '../docs/page'
import { against, runSample } from '../docs/sample'
import { ada } from '../session/scene'

const NOTES = '/api/notes/'
const HERE = 'https://app.example.com/'

/** axios asks, when it is loaded, whether it is in a page. */
async function loadAxios(jar: CookieJar) {
  vi.resetModules()
  vi.stubGlobal('window', { location: { href: HERE } })
  vi.stubGlobal('location', { href: HERE })
  vi.stubGlobal('document', Object.defineProperty({}, 'cookie', { get: () => jar.document.cookie }))
  onTestFinished(() => void vi.unstubAllGlobals())
  const { default: axios } = await import('axios')
  const { installAuthSession } = await import('xstate-auth-session/axios')
  return { axios, installAuthSession }
}

/** An axios instance that is set as the page says, in a page of another origin than the API, where both tokens are in cookies. */
async function openAxios({ isSet = true } = {}) {
  const scene = await openScene({ backend: bothInCookies })
  const { session, jar, server } = scene
  await session.login(ada)
  const { axios, installAuthSession } = await loadAxios(jar)
  if (isSet) {
    const sample = sampleOf(readPage('docs/backends/cookies.md'), 'axios')
    await runSample(
      against(sample, server.url),
      { location: { href: HERE } },
      { axios: { default: axios, __esModule: true } },
    )
  }
  const sent: Request[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request.clone())
    // To another origin cookies go with credentials alone.
    return request.credentials === 'include' ? jar.fetch(request) : fetch(request)
  }
  const api = axios.create({ adapter: 'fetch', env: { fetch: send }, validateStatus: null })
  onTestFinished(installAuthSession(api, session))
  return { ...scene, axios, api, sent, headers: () => sent.map(({ headers }) => headers.get('x-csrftoken')) }
}

test('what the page sets is enough for a request that may change something', async () => {
  const { api, url, jar, headers } = await openAxios()
  const relative = await api.post(NOTES, {}, { baseURL: url('') })
  const whole = await api.post(url(NOTES), {})
  expect([relative.status, whole.status]).toEqual([200, 200])
  expect(headers()).toEqual([jar.get('csrftoken'), jar.get('csrftoken')])
})

test('and without it the server refuses', async () => {
  const { api, url } = await openAxios({ isSet: false })
  expect((await api.post(url(NOTES), {}, { withCredentials: true })).status).toBe(403)
})

test('a request that is sent again brings the token that there is by then', async () => {
  const { api, url, jar, server, counts, headers } = await openAxios()
  await server.revokeAccess()
  const gate = server.faults.next({ path: '/api/cookie-session/refresh/' }, { kind: 'gate', hold: 'answer' })
  const asked = api.post(url(NOTES), {})
  await gate.arrived
  const before = jar.get('csrftoken')
  jar.document.cookie = 'csrftoken=another'
  gate.release()
  expect((await asked).status).toBe(200)
  expect([headers(), counts().refreshes]).toEqual([[before, 'another'], 1])
})

test('no other origin is told the token, unless all are', async () => {
  const stranger = await createTokenServer()
  onTestFinished(() => stranger.close())
  const { api, axios, jar, headers } = await openAxios()
  await api.post(stranger.url + NOTES, {})
  await api.post(stranger.url + NOTES, {}, { withXSRFToken: true })
  expect(headers()).toEqual([null, jar.get('csrftoken')])
  expect(axios.defaults.withXSRFToken).toBeTypeOf('function')
})

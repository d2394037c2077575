import {
  HttpClient,
  type HttpInterceptorFn,
  provideHttpClient,
  withFetch,
  withInterceptors,
  withXsrfConfiguration,
} from '@angular/common/http'
import { MOCK_PLATFORM_LOCATION_CONFIG } from '@angular/common/testing'
import { TestBed } from '@angular/core/testing'
import { firstValueFrom } from 'rxjs'
import { expect, test, vi } from 'vitest'
import { authContext, authInterceptor } from 'xstate-auth-session/angular/http'
import { bothInCookies } from '../../backends/cookies/both-in-cookies'
import { openScene } from '../../backends/cookies/scene'
import { failure } from '../../session/failure'
import { snapshotWhere } from '../../session/moments'
import { ada } from '../../session/scene'
import { openApp } from './app'

const API = 'https://api.example.com'
const ELSEWHERE = 'https://app.example.com'
const NOTES = '/api/notes/'
const network = globalThis.fetch

/** What docs/backends/cookies.md says of Angular, in a page of that origin, where both tokens are in cookies. */
async function openPage(origin: string, interceptors: readonly HttpInterceptorFn[] = []) {
  const fetch: typeof network = (input, init) => globalThis.fetch(input, init)
  const scene = await openScene({ backend: { ...bothInCookies, baseUrl: API }, session: { fetch } })
  const { session, jar, server } = scene
  const headers: (string | null)[] = []
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const request = new Request(input.replace(API, server.url), init)
    // The server itself asks another behind it.
    if ([API, server.url].some((at) => input === at + NOTES)) headers.push(request.headers.get('x-csrftoken'))
    const withCookies = input.startsWith(API) && (origin === API || request.credentials === 'include')
    const response = await (withCookies ? jar.fetch(request) : network(request))
    // Without the address that it has in truth, which is of no listed origin.
    return new Response(response.body, response)
  })
  vi.spyOn(document, 'cookie', 'get').mockImplementation(() => jar.document.cookie)
  openApp(session, [
    { provide: MOCK_PLATFORM_LOCATION_CONFIG, useValue: { startUrl: `${origin}/` } },
    provideHttpClient(
      withFetch(),
      withInterceptors([authInterceptor, ...interceptors]),
      withXsrfConfiguration({ cookieName: 'csrftoken', headerName: 'X-CSRFToken' }),
    ),
  ])
  const http = TestBed.inject(HttpClient)
  await session.login(ada)
  const csrf = () => jar.get('csrftoken')
  const post = async (url = API + NOTES, context = authContext({})) =>
    (await firstValueFrom(http.post(url, {}, { context, observe: 'response' }))).status
  return {
    ...scene,
    headers,
    csrf,
    post,
    /** A note that is written at the end of a session, and sent after the next login. */
    async postThroughLogin() {
      await server.revokeFamilies()
      const before = csrf()
      const held = post(undefined, authContext({ hold: true })).catch((reason: unknown) => reason)
      await snapshotWhere(session, (snapshot) => snapshot.held === 1)
      await session.login(ada)
      return { told: await held, before, after: csrf() }
    },
  }
}

async function loadInterceptor(): Promise<HttpInterceptorFn> {
  const sample: { csrfInterceptor: HttpInterceptorFn } = await import(
    /* @vite-ignore */ `./samples/${'csrf.interceptor'}`
  )
  return sample.csrfInterceptor
}

test('what Angular is told is enough for the page’s own origin', async () => {
  const { post, headers, csrf } = await openPage(API)
  expect([await post(), headers]).toEqual([200, [csrf()]])
})

test('there, what waits through a login goes with the token from before, and its 403 is the caller’s', async () => {
  const { postThroughLogin, headers } = await openPage(API)
  const { told, before } = await postThroughLogin()
  expect([told, headers]).toEqual([
    expect.objectContaining({ name: 'HttpErrorResponse', status: 403 }),
    [before, before],
  ])
})

test('for another origin it does nothing', async () => {
  const { post, headers } = await openPage(ELSEWHERE)
  expect([await failure(post()), new Set(headers)]).toEqual([
    expect.objectContaining({ name: 'HttpErrorResponse', status: 401 }),
    new Set([null]),
  ])
})

test.each([API, ELSEWHERE])('the interceptor of the page gives each try its token, at %s', async (origin) => {
  const { postThroughLogin, headers } = await openPage(origin, [await loadInterceptor()])
  const { told, before, after } = await postThroughLogin()
  expect([told, headers]).toEqual([200, [before, after]])
  expect(after).not.toBe(before)
})

test('and no other origin is told', async () => {
  const { post, headers, server } = await openPage(API, [await loadInterceptor()])
  await failure(post(server.url + NOTES))
  expect(headers).toEqual([null])
})

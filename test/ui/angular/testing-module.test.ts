import { HttpClient, HttpContext, HttpContextToken, provideHttpClient, withInterceptors } from '@angular/common/http'
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing'
import { PLATFORM_ID, type Provider } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { firstValueFrom } from 'rxjs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { injectAuthStatus } from 'xstate-auth-session/angular'
import { authContext, authInterceptor } from 'xstate-auth-session/angular/http'
import { createFakeBackend } from 'xstate-auth-session/testing'
import { ada } from '../../session/scene'
import { openApp } from './app'

/** An app whose session speaks with a server in memory, and whose `HttpClient` speaks with the test. */
function openTestApp(providers: Provider[] = [], origins?: string[]) {
  const server = createFakeBackend()
  const session = createAuthSession({ backend: server.backend, fetch: server.fetch, origins })
  onTestFinished(() => session.dispose())
  openApp(session, [provideHttpClient(withInterceptors([authInterceptor])), provideHttpClientTesting(), providers])
  return {
    server,
    session,
    http: TestBed.inject(HttpClient),
    controller: TestBed.inject(HttpTestingController),
    me: `${server.baseUrl}/api/me/`,
  }
}

test('a request is there at once where the token is good, with what the app put into it', async () => {
  const { session, http, controller, me } = openTestApp()
  await session.login(ada)
  const own = new HttpContextToken(() => 'default')
  const context = authContext({ auth: 'required' }, new HttpContext().set(own, 'mine'))
  const answer = firstValueFrom(
    http.put(me, { name: 'Ada' }, { context, headers: { 'X-Own': 'kept' }, params: { a: 1 } }),
  )
  const sent = controller.expectOne({ method: 'PUT', url: `${me}?a=1` })
  expect(sent.request.body).toEqual({ name: 'Ada' })
  expect(sent.request.context.get(own)).toBe('mine')
  expect(sent.request.headers.get('X-Own')).toBe('kept')
  expect(sent.request.headers.get('Authorization')).toBe(`Bearer ${await session.accessToken()}`)
  sent.flush({ name: 'Ada' })
  expect(await answer).toEqual({ name: 'Ada' })
  controller.verify()
})

test('a request that is unsubscribed from is taken off the wire, a replay too', async () => {
  const { session, http, controller, me } = openTestApp()
  await session.login(ada)
  const subscription = http.get(me).subscribe()
  const sent = controller.expectOne(me)
  subscription.unsubscribe()
  expect(sent.cancelled).toBe(true)

  const another = http.get(me).subscribe()
  controller.expectOne(me).flush(null, { status: 401, statusText: 'Unauthorized' })
  const again = await vi.waitFor(() => controller.expectOne(me))
  another.unsubscribe()
  expect(again.cancelled).toBe(true)
})

test('a refusal that the test flushes is answered by a renewal and a second try', async () => {
  const { session, http, controller, me, server } = openTestApp()
  await session.login(ada)
  const first = await session.accessToken()
  const answer = firstValueFrom(http.get(me, { keepalive: true }))
  controller.expectOne(me).flush({ detail: 'no' }, { status: 401, statusText: 'Unauthorized' })
  const again = await vi.waitFor(() => controller.expectOne(me))
  expect(again.request.keepalive).toBe(true)
  expect(again.request.headers.get('Authorization')).toBe(`Bearer ${await session.accessToken()}`)
  expect(again.request.headers.get('Authorization')).not.toBe(`Bearer ${first}`)
  again.flush('yes')
  expect(await answer).toBe('yes')
  expect(server.count('/api/token/refresh/')).toBe(1)
})

test('a relative address stays where it was at the call, wherever the document goes meanwhile', async () => {
  const { session, http, controller } = openTestApp([], ['http://app.test'])
  const base = document.querySelector('base') as HTMLBaseElement
  onTestFinished(() => base.setAttribute('href', '/'))
  const sent = () => controller.match(() => true).map(({ request }) => request.url)
  http.get('notes/7').subscribe()
  expect(sent()).toEqual([])
  base.href = 'http://stranger.test/'
  await session.login(ada)
  expect(sent()).toEqual(['http://app.test/notes/7'])
})

test('JSONP, which can carry no header, is left alone', async () => {
  const { session, http, controller, me } = openTestApp()
  await session.login(ada)
  http.jsonp(me, 'callback').subscribe()
  expect(controller.expectOne(`${me}?callback=JSONP_CALLBACK`).request.headers.keys()).toEqual([])
})

test('on a server nothing is started, shown or touched', async () => {
  const { server, session, http, controller, me } = openTestApp([{ provide: PLATFORM_ID, useValue: 'server' }])
  const status = TestBed.runInInjectionContext(injectAuthStatus)
  http.get(me).subscribe()
  expect(controller.expectOne(me).request.headers.keys()).toEqual([])
  expect([status(), session.getSnapshot().status]).toEqual(['restoring', 'restoring'])
  expect(server.requests).toEqual([])
})

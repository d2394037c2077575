import { HttpErrorResponse, type HttpResponse } from '@angular/common/http'
import { firstValueFrom, timeout, toArray } from 'rxjs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { authContext } from 'xstate-auth-session/angular/http'
import { createTokenServer } from '../../backends/embedded'
import { codeOf, failure } from '../../session/failure'
import { snapshotWhere, statusOf } from '../../session/moments'
import { ada, grace, openTimedScene, type Scene } from '../../session/scene'
import { standStill } from '../../session/standstill'
import { openClient, openClientScene, type Transport } from './app'

const transports: readonly Transport[] = ['XMLHttpRequest', 'fetch']

const generationsAt = ({ server }: Pick<Scene, 'server'>, path: string) =>
  server.requests.filter((request) => request.path === path).map(({ bearer }) => bearer?.generation)

async function openStranger() {
  const stranger = await createTokenServer()
  onTestFinished(() => stranger.close())
  return stranger
}

describe.each(transports)('HttpClient over %s', (transport) => {
  const openScene = (options?: Parameters<typeof openClientScene>[1]) => openClientScene(transport, options)

  test('sends the token to a listed origin', async () => {
    const { http, session, url } = await openScene()
    await session.login(ada)
    expect(await firstValueFrom(http.get(url('/api/me/')))).toEqual({ id: 1, username: 'ada', name: 'Ada Lovelace' })
  })

  test('sends no token to any other, and does not act on its refusal', async () => {
    const { http, session, refreshes } = await openScene()
    const stranger = await openStranger()
    await session.login(ada)
    expect(await firstValueFrom(http.get(`${stranger.url}/api/public/`))).toMatchObject({ authorization: false })
    expect(await failure(firstValueFrom(http.get(`${stranger.url}/api/me/`)))).toMatchObject({ status: 401 })
    expect(stranger.requests.map(({ authorization }) => authorization)).toEqual([false, false])
    expect(refreshes()).toBe(0)
  })

  test('leaves a request alone that brings a token of its own', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    await session.login(ada)
    const headers = { Authorization: 'Bearer of-its-own' }
    expect(await failure(firstValueFrom(http.get(url('/api/me/'), { headers })))).toMatchObject({ status: 401 })
    expect(generationsAt({ server }, '/api/me/')).toEqual([undefined])
    expect(refreshes()).toBe(0)
  })

  test('renews once for a herd that is refused, and answers all of it', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const asked = Array.from({ length: 20 }, (_, i) => firstValueFrom(http.get<{ path: string }>(url(`/api/${i}/`))))
    const answers = await Promise.all(asked)
    expect(answers.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, i) => `/api/${i}/`))
    expect(refreshes()).toBe(1)
  })

  test('replays a late refusal of an older token without another renewal', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    await session.login(ada)
    await server.revokeAccess()
    const gate = server.faults.next({ path: '/api/late/' }, { kind: 'gate', hold: 'answer' })
    const late = firstValueFrom(http.get(url('/api/late/')))
    await gate.arrived
    await firstValueFrom(http.get(url('/api/early/')))
    gate.release()
    expect(await late).toMatchObject({ path: '/api/late/' })
    expect(generationsAt({ server }, '/api/late/')).toEqual([1, 2])
    expect(refreshes()).toBe(1)
  })

  test('hands a second refusal to the caller as Angular tells it', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    await session.login(ada)
    const error = await failure(firstValueFrom(http.get(url('/api/always-401/'))))
    expect(error).toBeInstanceOf(HttpErrorResponse)
    expect(error).toMatchObject({ status: 401, url: url('/api/always-401/'), error: { code: 'token_not_valid' } })
    expect(generationsAt({ server }, '/api/always-401/')).toEqual([1, 2])
    expect(refreshes()).toBe(1)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('hands on every other failure as Angular tells it', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    await session.login(ada)
    expect(await failure(firstValueFrom(http.get(url('/api/forbidden/'))))).toMatchObject({
      name: 'HttpErrorResponse',
      status: 403,
      error: { detail: 'You do not have permission to perform this action.' },
    })
    server.faults.next({ path: '/api/broken/' }, { kind: 'status', status: 500, body: { why: 'a bug' } })
    expect(await failure(firstValueFrom(http.get(url('/api/broken/'))))).toMatchObject({
      name: 'HttpErrorResponse',
      status: 500,
      error: { why: 'a bug' },
    })
    server.faults.next({ path: '/api/lost/' }, { kind: 'drop' })
    expect(await failure(firstValueFrom(http.get(url('/api/lost/'))))).toMatchObject({
      name: 'HttpErrorResponse',
      status: 0,
    })
    expect(refreshes()).toBe(0)
  })

  test('waits for a renewal that is under way, and keeps what the request asked for', async () => {
    const scene = await openScene()
    const { http, session, url } = scene
    await session.login(ada)
    const standstill = await standStill(scene)
    const options = { headers: { 'X-Request-Id': 'mine' }, params: { q: 'ü' }, observe: 'response' } as const
    const answer = firstValueFrom(http.get(url('/api/me/'), { ...options, responseType: 'text' }))
    standstill.release()
    const { status, body }: HttpResponse<string> = await answer
    expect([status, JSON.parse(body ?? '')]).toEqual([200, { id: 1, username: 'ada', name: 'Ada Lovelace' }])
    const sent = scene.server.requests.filter(({ path }) => path === '/api/me/')
    expect(sent.map(({ requestId, query, bearer }) => [requestId, query, bearer?.generation])).toEqual([
      ['mine', 'q=%C3%BC', 2],
    ])
  })

  test('does not send what was unsubscribed from as it waited', async () => {
    const scene = await openScene()
    const { http, session, server, url } = scene
    await session.login(ada)
    const standstill = await standStill(scene)
    const subscription = http.post(url('/api/notes/'), 'a note').subscribe()
    await snapshotWhere(session, ({ waiting }) => waiting === 2)
    subscription.unsubscribe()
    standstill.release()
    await standstill.first
    await firstValueFrom(http.get(url('/api/me/')))
    expect(server.count({ path: '/api/notes/' })).toBe(0)
  })

  test('ends with the time-out of whoever waits', async () => {
    const scene = await openScene()
    const { http, session, server, url } = scene
    await session.login(ada)
    const standstill = await standStill(scene)
    const late = http.get(url('/api/notes/')).pipe(timeout(20))
    expect(await failure(firstValueFrom(late))).toMatchObject({ name: 'TimeoutError' })
    standstill.release()
    await standstill.first
    expect(server.count({ path: '/api/notes/' })).toBe(0)
  })

  test('rejects in an expired session, and holds what asks for it until the same user is back', async () => {
    const { http, session, server, url } = await openScene()
    await session.login(ada)
    await server.revokeFamilies()
    expect(await codeOf(firstValueFrom(http.get(url('/api/me/'))))).toBe('session_expired')
    const context = authContext({ hold: true })
    const held = firstValueFrom(http.post<{ user: string }>(url('/api/drafts/'), { text: 'a draft' }, { context }))
    await snapshotWhere(session, (snapshot) => snapshot.held === 1)
    await session.login(ada)
    expect(await held).toMatchObject({ user: 'ada', executed: 1 })
  })

  test('never sends for one user what another one asked for', async () => {
    const scene = await openScene()
    const { http, session, server, url } = scene
    await session.login(ada)
    const standstill = await standStill(scene)
    standstill.first.catch(() => {})
    const waiting = codeOf(firstValueFrom(http.post(url('/api/notes/'), 'a note')))
    await snapshotWhere(session, (snapshot) => snapshot.waiting === 2)
    await session.login(grace)
    expect(await waiting).toBe('session_changed')
    standstill.release()
    expect(server.count({ path: '/api/notes/' })).toBe(0)
  })

  test('rejects what waits when the user logs out', async () => {
    const scene = await openScene()
    const { http, session, url } = scene
    await session.login(ada)
    const standstill = await standStill(scene)
    standstill.first.catch(() => {})
    const waiting = codeOf(firstValueFrom(http.get(url('/api/me/'))))
    await snapshotWhere(session, (snapshot) => snapshot.waiting === 2)
    const loggedOut = session.logout()
    expect(await waiting).toBe('logged_out')
    standstill.release()
    await loggedOut
  })

  test('sends without a token where nobody is logged in, or fails where a request needs one', async () => {
    const { http, session, url } = await openScene()
    await statusOf(session, 'anonymous')
    expect(await firstValueFrom(http.get(url('/api/public/')))).toMatchObject({ authorization: false })
    const context = authContext({ auth: 'required' })
    expect(await codeOf(firstValueFrom(http.get(url('/api/me/'), { context })))).toBe('anonymous')
  })

  test('leaves a request alone that omits the token', async () => {
    const { http, session, refreshes, url } = await openScene()
    await session.login(ada)
    const context = authContext({ auth: 'omit' })
    expect(await firstValueFrom(http.get(url('/api/public/'), { context }))).toMatchObject({ authorization: false })
    expect(await failure(firstValueFrom(http.get(url('/api/me/'), { context })))).toMatchObject({ status: 401 })
    expect(refreshes()).toBe(0)
  })

  test('does not take a stranger’s refusal, after a redirect, for one of the token', async () => {
    const { http, session, server, refreshes, url } = await openScene()
    const stranger = await openStranger()
    await session.login(ada)
    const location = `${stranger.url}/api/me/`
    server.faults.next({ path: '/api/moved/' }, { kind: 'status', status: 302, headers: { location } })
    expect(await failure(firstValueFrom(http.get(url('/api/moved/'))))).toMatchObject({ name: 'HttpErrorResponse' })
    expect(refreshes()).toBe(0)
    expect(server.count({ path: '/api/moved/' })).toBe(1)
    expect(session.getSnapshot().status).toBe('authenticated')
  })

  test('asks the backend whether an answer refuses the token, also a good one, and tells it as one answer', async () => {
    const unauthorized = async ({ status }: Response, readBody: () => Promise<unknown>) =>
      status === 401 || Object(await readBody()).code === 'signed_out'
    const { http, session, server, refreshes, url } = await openScene({ backend: { unauthorized } })
    await session.login(ada)
    for (const status of [200, 403]) {
      server.faults.next({ path: '/api/old/' }, { kind: 'status', status, body: { code: 'signed_out' } })
      const told = await firstValueFrom(http.get(url('/api/old/')).pipe(toArray()))
      expect(told).toEqual([expect.objectContaining({ path: '/api/old/' })])
    }
    expect(refreshes()).toBe(2)
    server.faults.next({ path: '/api/old/' }, { kind: 'status', status: 403, body: { code: 'not_yours' } })
    const error = await failure(firstValueFrom(http.get(url('/api/old/'), { responseType: 'text' })))
    expect(error).toMatchObject({ name: 'HttpErrorResponse', status: 403, error: '{"code":"not_yours"}' })
    expect(refreshes()).toBe(2)
  })

  test('takes a successor of the token from an answer', async () => {
    const successorHeader = 'Refresh-Token'
    const scene = await openTimedScene({ server: { successorHeader }, backend: { successorHeader } })
    const { session, clock, refreshes, url } = scene
    const http = openClient(scene, transport)
    await session.login(ada)
    const token = await session.accessToken()
    clock.advance(6_000)
    await firstValueFrom(http.get(url('/api/me/')))
    expect(await session.accessToken()).not.toBe(token)
    expect(refreshes()).toBe(0)
  })

  test('ends a session that nothing can renew by a refusal that the backend calls final', async () => {
    const { http, session, openSession, server, url } = await openScene()
    const other = openSession()
    await other.login(ada)
    await session.setTokens({ accessToken: await other.accessToken() })
    await server.revokeAccess()
    expect(await codeOf(firstValueFrom(http.get(url('/api/me/'))))).toBe('session_expired')
    expect(session.getSnapshot()).toMatchObject({ status: 'expired', endReason: 'access_token_refused' })
  })
})

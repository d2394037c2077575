import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Fault } from '../front/fault'
import type { Caller, Tokens } from './caller'
import { createCaller } from './caller'
import type { TokenServer } from './token-server'
import { createTokenServer } from './token-server'

const never = 2 ** 31 - 1
const path = '/api/token/refresh/'
const rotated = { status: 200, challenge: null, body: { access: expect.any(String), refresh: expect.any(String) } }

let server: TokenServer
let caller: Caller
let tokens: Tokens

beforeEach(async () => {
  server = await createTokenServer({ rotation: true })
  caller = createCaller(server)
  tokens = await caller.login()
})
afterEach(() => server.close())

const refresh = () => caller.post(path, { refresh: tokens.refresh })
const wasRotated = () => !server.isAlive(tokens.refresh)
const newest = () => {
  const { fault, handled, status } = server.requests.at(-1)!
  return { fault, handled, status }
}

describe('the answer never comes', () => {
  test.each<[Fault, boolean]>([
    [{ kind: 'drop' }, false],
    [{ kind: 'dropAfter' }, true],
  ])('%j', async (fault, handled) => {
    server.faults.next({ path }, fault)
    await expect(refresh()).rejects.toThrow('fetch failed')
    expect(newest()).toEqual({ fault: fault.kind, handled: handled ? 200 : null, status: null })
    expect(wasRotated()).toBe(handled)
    expect(server.count({ path })).toBe(1)
  })

  test('hang is handled, and the caller may give up', async () => {
    server.faults.next({ path }, { kind: 'hang' })
    const patience = new AbortController()
    const init = { method: 'POST', body: new URLSearchParams({ refresh: tokens.refresh }), signal: patience.signal }
    const answer = caller.fetch(path, init)
    await vi.waitFor(() => expect(newest()).toEqual({ fault: 'hang', handled: 200, status: null }))
    patience.abort()
    await expect(answer).rejects.toThrow('aborted')
    expect(wasRotated()).toBe(true)
  })

  test('cut announces more than it sends', async () => {
    server.faults.next({ path }, { kind: 'cut' })
    const init = { method: 'POST', body: new URLSearchParams({ refresh: tokens.refresh }) }
    const response = await caller.fetch(path, init)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect(newest()).toEqual({ fault: 'cut', handled: 200, status: 200 })
  })
})

describe('the answer is another', () => {
  const body = { detail: 'Request was throttled.' }
  const throttled = { status: 429, headers: { 'Retry-After': '7' }, body }

  test('status comes instead of handling', async () => {
    server.faults.next({ path }, { kind: 'status', ...throttled })
    const response = await caller.fetch(path, { method: 'POST', headers: { origin: 'https://app.example' } })
    const { headers } = response
    expect([response.status, headers.get('retry-after'), await response.json()]).toEqual([429, '7', body])
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(newest()).toEqual({ fault: 'status', handled: null, status: 429 })
  })

  test('statusAfter comes after handling', async () => {
    server.faults.next({ path }, { kind: 'statusAfter', status: 502, body: 'Bad Gateway' })
    expect(await refresh()).toEqual({ status: 502, challenge: null, body: 'Bad Gateway' })
    expect(newest()).toEqual({ fault: 'statusAfter', handled: 200, status: 502 })
    expect(wasRotated()).toBe(true)
  })

  test('html is a page with a 200', async () => {
    server.faults.next({ path }, { kind: 'html' })
    expect(await refresh()).toEqual({ status: 200, challenge: null, body: expect.stringContaining('<!doctype html>') })
    expect(wasRotated()).toBe(false)
  })

  test('a bodiless status has no body', async () => {
    server.faults.next({ path }, { kind: 'status', status: 204 })
    expect(await refresh()).toEqual({ status: 204, challenge: null, body: '' })
  })
})

describe('the answer is late', () => {
  test.each<[Fault & { ms: number }, number | null]>([
    [{ kind: 'delay', ms: never }, null],
    [{ kind: 'delayAnswer', ms: never }, 200],
  ])('%j', async (fault, handled) => {
    server.faults.next({ path }, { ...fault, ms: 1 })
    expect(await refresh()).toEqual(rotated)
    tokens = await caller.login()
    server.faults.next({ path }, fault)
    const settled = refresh().catch((error: Error) => error.message)
    await vi.waitFor(() => expect(newest()).toEqual({ fault: fault.kind, handled, status: null }))
    expect(wasRotated()).toBe(handled !== null)
    await server.close()
    expect(await settled).toBe('fetch failed')
  })

  test('a gate holds the request until it is released', async () => {
    const gate = server.faults.next({ path }, { kind: 'gate' })
    const answer = refresh()
    expect(await gate.arrived).toBe(server.requests.at(-1))
    expect([gate.waiting, newest()]).toEqual([1, { fault: 'gate', handled: null, status: null }])
    gate.release()
    expect(await answer).toEqual(rotated)
    expect([gate.waiting, newest()]).toEqual([0, { fault: 'gate', handled: 200, status: 200 }])
  })

  test('a gate may hold the answer instead', async () => {
    const gate = server.faults.next({ path }, { kind: 'gate', hold: 'answer' })
    const answer = refresh()
    await gate.arrived
    expect([wasRotated(), newest()]).toEqual([true, { fault: 'gate', handled: 200, status: null }])
    gate.release()
    expect(await answer).toEqual(rotated)
  })

  test('a request is handled although its caller has left', async () => {
    const gate = server.faults.next({ path }, { kind: 'gate' })
    const patience = new AbortController()
    const body = new URLSearchParams({ refresh: tokens.refresh })
    const answer = caller.fetch(path, { method: 'POST', body, signal: patience.signal })
    await gate.arrived
    patience.abort()
    await expect(answer).rejects.toThrow('aborted')
    gate.release()
    await vi.waitFor(() => expect(newest().handled).toBe(200))
    expect(wasRotated()).toBe(true)
  })

  test('a standing gate holds everybody', async () => {
    const gate = server.faults.always({ path: '/api/me/' }, { kind: 'gate' })
    const answers = [1, 2, 3].map(() => caller.get('/api/me/', tokens.access))
    await vi.waitFor(() => expect(gate.waiting).toBe(3))
    gate.release()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('matching', () => {
  const struck = { kind: 'status', status: 503 } as const
  const statuses = async (...paths: string[]) => {
    const heard: number[] = []
    for (const each of paths) heard.push((await caller.get(each, tokens.access)).status)
    return heard
  }

  test('next strikes once, in the order of arming', async () => {
    server.faults.next({ path: '/api/a/' }, struck)
    server.faults.next({ path: '/api/a/' }, { kind: 'status', status: 500 })
    expect(await statuses('/api/b/', '/api/a/?q=1', '/api/a/', '/api/a/')).toEqual([200, 503, 500, 200])
  })

  test('always strikes until it is cleared, after any next', async () => {
    server.faults.always({ path: /^\/api\/[ab]\/$/ }, struck)
    server.faults.next({ path: '/api/a/' }, { kind: 'status', status: 500 })
    expect(await statuses('/api/a/', '/api/a/', '/api/b/', '/api/c/')).toEqual([500, 503, 503, 200])
    server.faults.clear()
    expect(await statuses('/api/a/')).toEqual([200])
  })

  test('a method or a predicate narrows it', async () => {
    server.faults.next({ path: '/api/a/', method: 'POST' }, struck)
    server.faults.always((request) => request.bearer?.userId === 2, struck)
    expect(await statuses('/api/a/')).toEqual([200])
    expect((await caller.post('/api/a/', {}, tokens.access)).status).toBe(503)
    expect((await caller.get('/api/a/', (await caller.login('grace', 'hopper')).access)).status).toBe(503)
  })

  test('a preflight is neither struck nor recorded', async () => {
    server.faults.next({ path }, struck)
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' }
    expect((await caller.fetch(path, { method: 'OPTIONS', headers })).status).toBe(200)
    expect(server.count({ path })).toBe(0)
    expect((await refresh()).status).toBe(503)
  })
})

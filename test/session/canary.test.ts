import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { failure } from './failure'
import { eventually, next, statusOf } from './moments'
import { lenient, openScene, refreshPath } from './scene'
import { createStorageArea } from './storage-area'

const password = 'canary-password-8412'
const path = '/api/things/canary-segment/canary-leaf/'
const query = '?q=canary-query'

/** Everything that an object shows to whoever looks at it, hidden properties and prototypes' getters included. */
const deep = (value: unknown) =>
  inspect(value, { depth: 20, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null })

const shallow = (value: unknown) => inspect(value, { depth: 7, maxArrayLength: null, maxStringLength: null })

test('no token, password, path or query shows in what a session says, remembers or throws', async () => {
  const said: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const)
    vi.spyOn(console, level).mockImplementation((...args) => void said.push(args))
  const inspected: unknown[] = []
  const minted = new Set<string>()
  const transport: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const text = await response.clone().text()
    for (const [, token] of text.matchAll(/"(?:access|refresh)":"([^"]+)"/g)) minted.add(token!)
    return response
  }
  const area = createStorageArea()
  const scene = await openScene({
    server: {
      ...lenient,
      users: [
        { id: 1, username: 'ada', password, name: 'Ada' },
        { id: 2, username: 'grace', password, name: 'Grace' },
      ],
    },
    session: {
      fetch: transport,
      storage: webStorage(area, { scope: 'tab' }),
      renewal: { requestTimeout: 500, backoff: { initial: 5, max: 20 } },
      inspect: (event) => {
        const { type } = event
        if (type === '@xstate.event') inspected.push(event.event)
        else if (type === '@xstate.snapshot') {
          const { status, output, error, context, value } = event.snapshot as unknown as Record<string, unknown>
          inspected.push({ event: event.event, status, output, error, context, value })
        }
      },
    },
  })
  const { server, session, url } = scene
  const told: unknown[] = []
  for (const type of ['loggedIn', 'renewed', 'renewalDelayed', 'expiring', 'expired', 'loggedOut', 'fault'] as const)
    session.on(type, (event) => void told.push(event))
  session.subscribe((snapshot) => void told.push(snapshot))
  const contexts: unknown[] = []
  session.actor.subscribe(({ context }) => void contexts.push(context))
  const errors: unknown[] = []
  const fails = async (promise: Promise<unknown>) => void errors.push(await failure(promise))
  const send = () => session.fetch(url(path + query), { method: 'POST', body: 'canary-body' })

  const echo = { password: [`${password} is wrong`], sent: { password } }
  server.faults.next({ path: '/api/token/' }, { kind: 'status', status: 400, body: echo })
  await fails(session.login({ username: 'ada', password }))
  server.faults.next({ path: '/api/token/' }, { kind: 'drop' })
  await fails(session.login({ username: 'ada', password }))
  server.faults.next({ path: '/api/token/' }, { kind: 'cut' })
  await fails(session.login({ username: 'ada', password }))
  await session.login({ username: 'ada', password })
  const token = await session.accessToken()
  await fails(session.setTokens({ accessToken: `${token}\n` }))
  await fails(session.setTokens({ accessToken: token, refreshToken: `${token}ü` }))

  for (const fault of [
    { kind: 'drop' },
    { kind: 'dropAfter' },
    { kind: 'cut' },
    { kind: 'html' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 404, body: { detail: token } },
    { kind: 'status', status: 200, body: { access: `${token}ü` } },
  ] as const) {
    await server.revokeAccess()
    server.faults.next({ path: refreshPath }, fault)
    const delayed = next(session, 'renewalDelayed')
    const answer = send()
    await delayed
    expect((await answer).status).toBe(200)
  }

  await session.login({ username: 'grace', password })
  await send()
  await server.revokeFamilies()
  await fails(send())
  await statusOf(session, 'expired')
  await fails(session.accessToken())
  await session.login({ username: 'ada', password })
  server.faults.next({ path: '/api/token/blacklist/' }, { kind: 'drop' })
  await session.logout()
  await fails(session.fetch(url(path), { auth: 'required' }))
  await session.login({ username: 'ada', password })
  session.dispose()
  await fails(send())
  await eventually(() => expect(minted.size).toBeGreaterThan(15))

  const shown: Record<string, string> = {
    timeline: JSON.stringify(session.timeline()) + deep(session.timeline()),
    told: deep(told),
    contexts: deep(contexts),
    errors: errors.map((error) => `${deep(error)} ${String(error)} ${(error as Error).stack}`).join(),
    inspected: inspected.map((event) => deep(event)).join(),
    session: shallow(session),
    'the actor, persisted': JSON.stringify(session.actor.getPersistedSnapshot()),
    console: deep(said),
  }
  const secrets = [password, 'canary-', ...[...minted].flatMap((jwt) => [jwt, ...jwt.split('.').slice(1)])]
  const found = Object.entries(shown).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 12)}… in ${place}`),
  )
  expect(found).toEqual([])
  expect(errors).toHaveLength(9)
})

test('a store whose errors quote what it keeps shows none of it either', async () => {
  const said: unknown[] = []
  for (const level of ['warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((...args) => void said.push(args))
  const kept = webStorage(createStorageArea(), { scope: 'tab' })
  const broken = { is: false }
  const inspected: unknown[] = []
  const { server, session, url } = await openScene({
    session: {
      inspect: (event) => {
        if (event.type === '@xstate.snapshot') inspected.push(event.event)
      },
      storage: (key) => ({
        ...kept(key),
        async read() {
          const state = await kept(key).read()
          if (broken.is) throw new TypeError(`cannot read ${JSON.stringify(state)}`)
          return state
        },
      }),
    },
  })
  await session.login({ username: 'ada', password: 'lovelace' })
  const token = await session.accessToken()
  broken.is = true
  await server.revokeAccess()
  expect((await session.fetch(url('/api/me/'))).status).toBe(200)
  const errors = session.timeline().events.flatMap(({ event }) => ('error' in event ? [event.error] : []))
  expect(errors).toEqual(['TypeError'])
  expect(deep([session.timeline(), said, inspected])).not.toContain(token.split('.')[1])
})

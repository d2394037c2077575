import { expect, test } from 'vitest'
import type { AuthSessionOptions } from 'xstate-auth-session'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import type { DevelopmentFact } from '../../src/development-fact'
import { ada, openPorts } from './scene'

function observed({ label }: Pick<AuthSessionOptions, 'label'> = {}) {
  const facts: DevelopmentFact[] = []
  const scene = openPorts()
  const heard = () => facts.filter((fact) => fact.type.startsWith('request.'))
  const session = scene.open({
    ...scene.given,
    label,
    observe: (fact) => void facts.push(fact),
  })
  /** Without moments, and each stamp as its generation. */
  const told = () =>
    heard().map((fact) => {
      const { at: _, stamp, ...rest } = fact as Extract<DevelopmentFact, { type: 'request.sent' }>
      return stamp ? { ...rest, generation: stamp.generation } : rest
    })
  return { ...scene, session, facts, told }
}

test('a request that leaves at once is sent, and settled by its status', async () => {
  const { session, told, url } = observed()
  await session.login(ada)
  await session.fetch(url('/api/notes/?q=secret'))
  expect(told()).toEqual([
    { id: 1, label: 'GET /api/notes', type: 'request.sent', replayed: false, generation: 1 },
    { id: 1, label: 'GET /api/notes', type: 'request.settled', status: 200, code: null },
  ])
})

test('a refused request waits, is replayed with the next token, and settled once', async () => {
  const { session, told, url, fake, time } = observed()
  await session.login(ada)
  await time.advance(40_000)
  fake.revokeAccess()
  await session.fetch(url('/api/notes/'), { method: 'POST', body: 'x' })
  const call = { id: 1, label: 'POST /api/notes' }
  expect(told()).toEqual([
    { ...call, type: 'request.sent', replayed: false, generation: 1 },
    { ...call, type: 'request.waits', why: 'token_refused' },
    { ...call, type: 'request.sent', replayed: true, generation: 2 },
    { ...call, type: 'request.settled', status: 200, code: null },
  ])
})

test('a call that waits for the store, and one that nobody is logged in for, are told with their reasons', async () => {
  const { session, told } = observed()
  await expect(session.accessToken()).rejects.toThrow()
  const call = { id: 1, label: 'accessToken()' }
  expect(told()).toEqual([
    { ...call, type: 'request.waits', why: 'restoring' },
    { ...call, type: 'request.settled', status: null, code: 'anonymous' },
  ])
})

test('held work is told as held, and as sent once the same user is back', async () => {
  const { session, told, fake, url, time } = observed()
  await session.login(ada)
  await time.advance(40_000)
  fake.revokeAccess()
  fake.revokeRefresh()
  const held = session.fetch(url('/api/notes/'), { hold: true })
  await time.settle()
  expect(session.getSnapshot().status).toBe('expired')
  await session.login(ada)
  await held
  expect(told().map(({ type }) => type)).toEqual([
    'request.sent',
    'request.waits',
    'request.held',
    'request.sent',
    'request.settled',
  ])
})

test('an aborted request, and one without a network, end as such', async () => {
  const { session, told, fake, url } = observed()
  await session.login(ada)
  fake.network(false)
  await session.fetch(url('/api/notes/')).catch(() => {})
  await session.fetch(url('/api/notes/'), { signal: AbortSignal.abort() }).catch(() => {})
  expect(told().flatMap((fact) => ('code' in fact ? [fact.code] : []))).toEqual(['failed', 'aborted'])
})

test('skew is told with where it came from, and the backend with its final answers', async () => {
  const { session, facts, time } = observed()
  await session.login(ada)
  const rest = facts.filter((fact) => !fact.type.startsWith('request.'))
  expect(rest[0]).toEqual({
    type: 'session.created',
    at: time.now(),
    key: expect.any(String),
    kind: 'simplejwt',
    header: 'Authorization',
    final: expect.arrayContaining([expect.objectContaining({ status: 401 })]),
  })
  expect(rest[1]).toMatchObject({ type: 'skew.measured', source: 'iat' })
})

test('what the app calls a request names it however it is sent, on the way to a first answer and to a second', async () => {
  const given: string[] = []
  const { session, facts, url, fake, time } = observed({ label: (to, method) => `${given.push(to)} ${method}` })
  await session.login(ada)
  await time.advance(40_000)
  const names = () => facts.flatMap((fact) => (fact.type === 'request.settled' ? [fact.label] : []))
  const address = url('/people/ada@example.com/')
  await session.fetch(address, { method: 'post' })
  await session.withToken(() => Promise.resolve({ status: 200 }), { url: address })
  fake.revokeAccess()
  await session.fetch(address, { method: 'post' })
  await session.accessToken()
  expect(names()).toEqual(['1 POST', '2 withToken', expect.stringMatching(/^\d POST$/), 'accessToken()'])
  expect(new Set(given)).toEqual(new Set([address]))
})

test('no fact and nothing that the ports tell holds a token, a query or a body', async () => {
  const facts: DevelopmentFact[] = []
  const { session, fake, url, time, control } = openPorts({ own: { observe: (fact) => void facts.push(fact) } })
  await session.login(ada)
  const before = await session.accessToken()
  await time.advance(40_000)
  fake.revokeAccess()
  await session.fetch(url('/api/notes/?word=canary-in-query'), { method: 'POST', body: 'canary-in-body' })
  const after = await session.accessToken()
  const seen = { facts, ports: control.state(), waiting: control.requests.waiting(10), ended: control.requests.ended() }
  const secrets = { before, after, password: ada.password, query: 'canary-in-query', body: 'canary-in-body' }
  expect(facts.length).toBeGreaterThan(5)
  expect(seen.ended.map(({ label, replayed }) => [label, replayed])).toContainEqual(['POST /api/notes', true])
  expect(() => expectNoSecrets({ seen, before }, secrets)).toThrow('before')
  expectNoSecrets(seen, secrets)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AuthSessionError, type AuthSessionErrorCode, createAuthSession } from 'xstate-auth-session'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { ROOT, readPage, sampleOf } from './page'
import { partsOf } from './public-types'
import { runSample } from './sample'

const path = 'docs/errors.md'
const page = readPage(path)
const sections = new Map(
  readFileSync(join(ROOT, path), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0]!, section] as const),
)
const ada = { username: 'ada', password: 'lovelace' }
const grace = { username: 'grace', password: 'hopper' }
const notes = 'https://api.test/api/notes/'
const never = () => new Promise<Response>(() => {})

async function openCase() {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now })
  const settings = { renewal: { jitter: 0 }, queue: { limit: 2 } }
  const session = createAuthSession({ backend: server.backend, fetch: server.fetch, clock: time.clock, ...settings })
  onTestFinished(() => session.dispose())
  await session.login(ada)
  const answer = (where: string, response: () => Response | Promise<Response>) =>
    server.intercept((request) => (request.path === where ? response() : undefined))
  /** The refused token waits for a renewal that is not answered. */
  const wait = async (init: Parameters<typeof session.fetch>[1] = {}) => {
    answer('/api/token/refresh/', never)
    server.revokeAccess()
    const waiting = session.fetch(notes, init)
    waiting.catch(() => {})
    await time.settle()
    return waiting
  }
  const expire = async () => {
    server.revokeAccess()
    server.revokeRefresh()
    await session.fetch(notes).catch(() => {})
  }
  return { time, server, session, answer, wait, expire }
}

type Case = Awaited<ReturnType<typeof openCase>>
type Carried = { status?: unknown; details?: unknown; cause?: unknown }
const nothing: Carried = {}

/** How each code comes about, in one or more ways, and what it then carries besides. */
const ways: Record<AuthSessionErrorCode, readonly [way: (opened: Case) => unknown, carried: Carried][]> = {
  anonymous: [
    [
      ({ session, expire }) =>
        expire()
          .then(() => session.acknowledge())
          .then(() => session.accessToken()),
      nothing,
    ],
  ],
  session_expired: [
    [({ session, expire }) => expire().then(() => session.fetch(notes)), nothing],
    [
      async ({ session, expire }) => {
        await expire()
        const held = session.fetch(notes, { hold: true })
        session.acknowledge()
        return held
      },
      nothing,
    ],
    [
      async ({ session, expire, time }) => {
        await expire()
        const held = session.fetch(notes, { hold: true })
        held.catch(() => {})
        await time.advance(600_000)
        return held
      },
      nothing,
    ],
  ],
  logged_out: [
    [({ session }) => session.logout().then(() => session.fetch(notes, { auth: 'required' })), nothing],
    [
      async ({ session, wait }) => {
        const waiting = wait()
        await session.logout()
        return waiting
      },
      nothing,
    ],
  ],
  session_changed: [
    [
      async ({ session }) => {
        const first = session.login(ada)
        await session.login(grace)
        return first
      },
      nothing,
    ],
    [
      async ({ session }) => {
        const accessToken = await session.accessToken()
        const given = session.setTokens({ accessToken, subject: 'somebody' })
        given.catch(() => {})
        await session.login(grace)
        return given
      },
      nothing,
    ],
  ],
  queue_timeout: [
    [
      async ({ session, server, answer, time }) => {
        answer('/api/token/refresh/', () => new Response('{}', { status: 503 }))
        server.revokeAccess()
        const waiting = session.fetch(notes)
        waiting.catch(() => {})
        await time.advance(30_000)
        return waiting
      },
      { cause: new Error('The last renewal failed, not_rotated, 503') },
    ],
  ],
  queue_full: [
    [({ session, wait }) => Promise.race([wait(), wait(), wait().then(() => session.fetch(notes))]), nothing],
    [
      async ({ session, expire }) => {
        await expire()
        for (const _ of [1, 2]) session.fetch(notes, { hold: true }).catch(() => {})
        return session.fetch(notes, { hold: true })
      },
      nothing,
    ],
  ],
  not_replayable: [
    [
      ({ session, server }) => {
        server.revokeAccess()
        return session.fetch(notes, { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as RequestInit)
      },
      nothing,
    ],
  ],
  login_rejected: [
    [
      ({ session }) => session.login({ ...ada, password: 'wrong' }),
      { status: 401, details: { detail: 'No active account found with the given credentials' } },
    ],
    [
      ({ session, answer }) => {
        answer('/api/token/', () => new Response('<h1>Not Found</h1>', { status: 404 }))
        return session.login(ada)
      },
      { status: 404 },
    ],
  ],
  unreachable: [
    [
      ({ session, answer }) => {
        answer('/api/token/', () => new Response('{"detail":"later"}', { status: 503 }))
        return session.login(ada)
      },
      { status: 503, details: { detail: 'later' } },
    ],
    [
      ({ session, server }) => {
        server.network(false)
        return session.login(ada)
      },
      { cause: new Error('TypeError') },
    ],
    [
      ({ session, server, answer }) => {
        answer('/api/token/refresh/', () => new Response('{}', { status: 503, headers: { 'retry-after': '60' } }))
        server.revokeAccess()
        return session.fetch(notes)
      },
      { cause: new Error('The last renewal failed, not_rotated, 503') },
    ],
  ],
  malformed_grant: [
    [({ session }) => session.setTokens({ accessToken: 'x' }), nothing],
    [
      ({ session, answer }) => {
        answer('/api/token/', () => new Response('<h1>Welcome to our Wi-Fi</h1>'))
        return session.login(ada)
      },
      nothing,
    ],
  ],
  no_access_token: [[() => Promise.reject(new AuthSessionError('no_access_token')), nothing]],
  unsupported: [[({ session }) => (session.login as (method: string, by: object) => unknown)('fax', {}), nothing]],
  disposed: [
    [
      ({ session }) => {
        session.dispose()
        return session.accessToken()
      },
      nothing,
    ],
  ],
}

const codes = partsOf('AuthSessionErrorCode')

test('every code has one heading, and nothing else has one', () => {
  expect([...sections.keys()]).toEqual(codes)
  expect(page.anchors.filter((anchor) => codes.includes(anchor))).toEqual(codes)
})

test.each([...sections])('the section of %s says when, what to do, and what is carried', (_, section) => {
  const labels = [...section.matchAll(/^(\*\*\w+\.\*\*|Carries nothing\.$)/gm)].map(([label]) => label)
  expect(labels.slice(0, 2)).toEqual(['**When.**', '**Do.**'])
  expect(labels.slice(2)).toHaveLength(1)
})

describe.each(Object.entries(ways))('%s', (code, ways) => {
  test.each(ways.map((way, index) => [index + 1, ...way] as const))(
    'carries what its section says, way %i',
    async (_, way, carried) => {
      const opened = await openCase()
      const error = await Promise.resolve(way(opened)).then(
        () => null,
        (reason: unknown) => reason,
      )
      expect(error).toBeInstanceOf(AuthSessionError)
      const { message, status, details, cause } = error as AuthSessionError
      expect((error as AuthSessionError).code).toBe(code)
      expect({ status, details, cause }).toEqual({
        status: undefined,
        details: undefined,
        cause: undefined,
        ...carried,
      })
      expect(message.endsWith(` (${path}#${code})`)).toBe(true)
      expect(sections.get(code)!.includes('Carries nothing.')).toBe(carried === nothing)
    },
  )
})

test('a request that goes out untouched does so after dispose, too', async () => {
  const { session } = await openCase()
  session.dispose()
  expect((await session.fetch(notes, { auth: 'omit' })).status).toBe(401)
})

test('the page is shipped with the package, and with it every page that it and the README lead to', () => {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] }
  // npm takes these along by itself.
  const shipped = new Set(['README.md', 'LICENSE', ...files])
  expect(shipped).toContain(path)
  const pages = [...shipped].filter((name) => name.endsWith('.md'))
  const targets = pages.flatMap((from) =>
    readPage(from)
      .links.filter((link) => !/^(https?:|#)/.test(link))
      .map((link) => join(from, '..', link.split('#', 1)[0]!)),
  )
  // Moving pictures are large, and shown from the repository.
  const needed = targets.filter((target) => !target.endsWith('.png'))
  expect([...new Set(needed)].filter((target) => !shipped.has(target))).toEqual([])
})

test('the sample tells the codes of this library from other errors', async () => {
  const sample = sampleOf(page, 'code of')
  const { codeOf } = await runSample<{ codeOf(error: unknown): string | null }>(sample)
  expect([codeOf(new AuthSessionError('disposed')), codeOf(new TypeError('x'))]).toEqual(['disposed', null])
})

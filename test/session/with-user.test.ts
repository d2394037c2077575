import { describe, expect, test } from 'vitest'
import { createAuthSession, webStorage } from 'xstate-auth-session'
import {
  type SchemaResult,
  type StandardSchema,
  simpleJwt,
  type WithUserOptions,
  withUser,
} from 'xstate-auth-session/backends'
import { isDjango } from '../backends/open-server'
import { codeOf, failure } from './failure'
import { obtain } from './obtained'
import { ada, openScene, openTimedScene, type Scene } from './scene'
import { createStorageArea } from './storage-area'

interface Me {
  readonly id: number
  readonly name: string
}

/** Ada as the profile view tells of her, without what an app has no use for. */
const me: StandardSchema<Me> = {
  '~standard': { version: 1, vendor: 'by-hand', validate: (value) => validate(Object(value)) },
}

function validate({ id, name }: Record<string, unknown>): SchemaResult<Me> {
  if (typeof id === 'number' && typeof name === 'string') return { value: { id, name } }
  const issue = (path: string) => ({ message: `${JSON.stringify([id, name])} is wrong`, path: [path] })
  return { issues: [issue('id'), issue('name')] }
}

/** Refuses everybody, at places of any depth. */
const nobody: StandardSchema<Me> = {
  '~standard': {
    version: 1,
    vendor: 'by-hand',
    validate: async () => ({
      issues: [
        { message: 'Ada Lovelace', path: ['roles', 0, { key: 'name' }] },
        { message: 'Ada Lovelace', path: ['roles', 0, 'name'] },
        { message: 'Ada Lovelace' },
      ],
    }),
  },
}

async function openKnown(options: WithUserOptions<Me>, area = createStorageArea()) {
  const scene = await openTimedScene()
  const open = () =>
    createAuthSession({
      backend: withUser(simpleJwt({ baseUrl: scene.server.url }), options),
      clock: scene.clock,
      storage: webStorage(area, { scope: 'tab' }),
    })
  return { ...scene, open, known: open(), profiles: () => scene.server.count({ path: '/api/me/' }) }
}

const dead = async ({ server }: Pick<Scene, 'server'>) => (await server.families()).map(({ alive }) => alive)

describe('the user of a session', () => {
  test('comes from a profile call, in the shape of the schema, before the login resolves', async () => {
    const { known, server } = await openKnown({ schema: me })
    await known.login(ada)
    expect(known.getSnapshot()).toMatchObject({ status: 'authenticated', user: { id: 1, name: 'Ada Lovelace' } })
    expect(known.getSnapshot().user).toEqual({ id: 1, name: 'Ada Lovelace' })
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/token/', '/api/me/'])
  })

  test('comes as the view tells it where there is no schema', async () => {
    const { known } = await openKnown({})
    await known.login(ada)
    expect(known.getSnapshot().user).toEqual({ id: 1, username: 'ada', name: 'Ada Lovelace' })
  })

  test('comes from the access token’s claims', async () => {
    const { known, profiles } = await openKnown({ from: 'claims' })
    await known.login(ada)
    const { user, claims } = known.getSnapshot()
    expect([user, profiles()]).toEqual([claims, 0])
  })

  test('comes from the grant, which the schema looks at too', async () => {
    const scene = await openKnown({ from: 'grant', schema: me })
    const { known, profiles } = scene
    const tokens = await obtain(scene)
    await known.setTokens({ ...tokens, user: { id: 7, name: 'Grace', password: 'hopper' } })
    expect([known.getSnapshot().user, profiles()]).toEqual([{ id: 7, name: 'Grace' }, 0])
  })

  test('is asked for with tokens that were obtained elsewhere', async () => {
    const scene = await openKnown({ schema: me })
    await scene.known.setTokens(await obtain(scene))
    expect(scene.known.getSnapshot().user).toEqual({ id: 1, name: 'Ada Lovelace' })
  })

  test('is restored without a call, and stays through renewals', async () => {
    const { known, open, clock, profiles } = await openKnown({ schema: me })
    await known.login(ada)
    known.dispose()
    clock.sleep(3_600_000)
    const reloaded = open()
    expect(await reloaded.start()).toBe('authenticated')
    expect([reloaded.getSnapshot().user, profiles()]).toEqual([{ id: 1, name: 'Ada Lovelace' }, 1])
    reloaded.dispose()
  })
})

describe('a login is refused, its tokens are revoked, and the session is as it was', () => {
  test('where the schema refuses the user: malformed_grant names the places, and nothing of what is there', async () => {
    const scene = await openKnown({ schema: nobody })
    const error = await failure(scene.known.login(ada))
    expect(error).toMatchObject({
      code: 'malformed_grant',
      message:
        'The grant is malformed: the user does not fit its schema at roles.0.name, its root (docs/errors.md#malformed_grant)',
    })
    expect(JSON.stringify([error, Object(error).cause])).not.toContain('Ada')
    expect(scene.known.getSnapshot()).toMatchObject({ status: 'anonymous', user: null })
    if (!isDjango) await expect.poll(() => dead(scene)).toEqual([false])
  })

  test('where a claim is missing', async () => {
    const { known } = await openKnown({ from: 'claims', schema: me })
    expect(Object(await failure(known.login(ada))).message).toContain('at id, name (')
  })

  test.each([
    ['answers 503', { kind: 'status', status: 503 }, 'unreachable', 503],
    ['answers 429', { kind: 'status', status: 429 }, 'unreachable', 429],
    ['can’t be reached', { kind: 'drop', hold: 'request' }, 'unreachable', undefined],
    ['is none', { kind: 'status', status: 404 }, 'malformed_grant', 404],
    ['answers a page', { kind: 'html' }, 'malformed_grant', 200],
  ] as const)('where the profile view %s', async (_, fault, code, status) => {
    const scene = await openKnown({ schema: me })
    scene.server.faults.next({ path: '/api/me/' }, fault as never)
    expect(await failure(scene.known.login(ada))).toMatchObject({ code, status })
    expect(scene.known.getSnapshot().status).toBe('anonymous')
    if (!isDjango) await expect.poll(() => dead(scene)).toEqual([false])
  })

  test('where the profile view says nothing within requestTimeout', async () => {
    const scene = await openKnown({ schema: me })
    const { known, server, clock } = scene
    const gate = server.faults.next({ path: '/api/me/' }, { kind: 'gate', hold: 'request' })
    const login = codeOf(known.login(ada))
    await gate.arrived
    clock.advance(10_000)
    expect(await login).toBe('unreachable')
    expect(known.getSnapshot().status).toBe('anonymous')
    if (!isDjango) await expect.poll(() => dead(scene)).toEqual([false])
  })
})

describe('options', () => {
  test.each([
    ['from', { from: 'token' }],
    ['path', { path: 5 }],
    ['schema', { schema: {} }],
    ['schema', { schema: null }],
  ])('a bad %s is refused by name', async (name, given) => {
    const { backend } = await openScene()
    expect(() => withUser(backend, given as never)).toThrow(TypeError)
    expect(() => withUser(backend, given as never)).toThrow(`withUser: ${name} must be`)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuthSession, webStorage } from 'xstate-auth-session'
import { ada, me, origin, refreshPath } from '../adversity/world'
import { draws, PATIENCE } from '../properties/draws'
import { createStorageArea } from '../session/storage-area'
import { send, successorHeader } from './drawn-answers'
import { hugeTokens, isToken, tokens as someTokens } from './drawn-tokens'
import { createGrounds, type Ground } from './ground'
import { isMinted } from './honest-server'
import { wrongWith } from './shape'

const tokens = fc.oneof({ weight: 1_000, arbitrary: someTokens }, { weight: 1, arbitrary: hugeTokens })
/** What may stand for a token where nothing is checked on its way. */
const odd = fc.oneof(
  { weight: 4, arbitrary: tokens },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }) },
)

/** What has left belongs to the server, or has been given. */
function expectOnly(given: readonly unknown[], { sent, session }: Pick<Ground, 'sent' | 'session'>): void {
  expect(sent.filter((token) => !isMinted(token) && !(isToken(token) && given.includes(token)))).toEqual([])
  expect(wrongWith(session)).toEqual([])
}

const answer = (body: object, headers: [string, string][] = []) =>
  send({ status: 200, headers, body: JSON.stringify(body), course: 'comes', url: null }, undefined)

describe('whatever stands for a token', () => {
  test(
    'in a login’s grant, it is a token or the login fails',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(tokens, tokens, (access, refresh) =>
          onGround(async (ground) => {
            await ground.begin()
            const { session } = ground
            ground.under((path) => (path === '/api/token/' ? answer({ access, refresh }) : undefined))
            const outcome = await ground.settled(session.login(ada), 1_000)
            expect(outcome).toBeOneOf(['done', 'unreachable', 'malformed_grant'])
            if (outcome === 'done') expect(isToken(access)).toBe(true)
            expect(session.getSnapshot().loggedIn).toBe(true)
            if (outcome === 'done') expect(await ground.settled(session.fetch(me), 120_000)).toBeOneOf([401, ...ENDED])
            expectOnly([access], ground)
            await ground.expectGoingOn()
          }),
        ),
        draws(3_000),
      )
    },
    PATIENCE,
  )

  test(
    'in what an app obtained elsewhere, it is a token or refused, whatever else the grant says',
    async () => {
      const onGround = createGrounds()
      const grants = fc.record(
        {
          accessToken: odd,
          refreshToken: odd,
          expiresIn: fc.oneof(fc.constantFrom(300, 0, -1, Number.NaN, Infinity, 1e18), fc.anything()),
          user: fc.anything(),
          subject: fc.oneof(fc.constant('ada'), fc.anything()),
        },
        { requiredKeys: [] },
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: grants }, { weight: 1, arbitrary: fc.anything() }), (given) =>
          onGround(async (ground) => {
            await ground.begin()
            const { session } = ground
            const grant = given as Parameters<AuthSession['setTokens']>[0]
            const outcome = await ground.settled(session.setTokens(grant), 1_000)
            expect(outcome).toBeOneOf(['done', 'malformed_grant'])
            if (outcome === 'done') expect(/^[\x21-\x7e]+$/.test(grant.accessToken)).toBe(true)
            if (outcome === 'done' && grant.expiresIn === undefined) expect(isToken(grant.accessToken)).toBe(true)
            expect(wrongWith(session)).toEqual([])
            await ground.settled(session.fetch(me), 120_000)
            expect(ground.sent.filter((token) => !isMinted(token) && token !== grant?.accessToken)).toEqual([])
            expect(wrongWith(session)).toEqual([])
            await ground.expectGoingOn()
          }),
        ),
        draws(3_500),
      )
    },
    PATIENCE,
  )

  test(
    'in a successor header, it takes the place of the token, or is dropped',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(tokens, fc.constantFrom(0, 100_000), (token, passed) =>
          onGround(async (ground) => {
            await ground.begin()
            const { session, time } = ground
            await time.advance(passed)
            ground.under((path) => (path === '/api/me/' ? answer({}, [[successorHeader, token]]) : undefined))
            expect(await ground.settled(session.fetch(me), 1_000)).toBe(200)
            expect(session.getSnapshot().status).toBe('authenticated')
            ground.relieve()
            expect(await ground.settled(session.fetch(me), 60_000)).toBe(200)
            expectOnly([token.trim()], ground)
            await ground.expectGoingOn()
          }),
        ),
        draws(2_500),
      )
    },
    PATIENCE,
  )

  test(
    'in the answer to a renewal, it is a token or the session lives on the old one',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(tokens, tokens, (access, refresh) =>
          onGround(async (ground) => {
            await ground.begin()
            const { session, server } = ground
            let isAnswered = false
            ground.under((path) => {
              if (isAnswered || path !== refreshPath) return undefined
              isAnswered = true
              return answer({ access, refresh })
            })
            server.revokeAccess()
            const outcome = await ground.settled(session.fetch(`${origin}/api/notes/`), 120_000)
            if (isToken(access)) expect(outcome).toBeOneOf([200, 401, ...ENDED])
            else expect([outcome, session.getSnapshot().status]).toEqual([200, 'authenticated'])
            expectOnly([access], ground)
            await (isToken(access) ? ground.expectUsable() : ground.expectGoingOn())
          }),
        ),
        draws(500),
      )
    },
    PATIENCE,
  )

  test(
    'in a stored record, it is a token that the server is asked about, or the record is none',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(odd, odd, fc.boolean(), (accessToken, refreshToken, isEndKnown) =>
          onGround(async (ground) => {
            const area = createStorageArea()
            const now = ground.time.now()
            const record = {
              version: 1,
              backend: 'simplejwt@https://api.test',
              epoch: '1.a',
              generation: 1,
              accessToken,
              refreshToken,
              sentAt: now,
              expiresAt: isEndKnown ? now + 300_000 : null,
              refreshExpiresAt: null,
              subject: 'ada',
              user: null,
              lastLogin: null,
            }
            const text = stringify(record)
            const stored = JSON.parse(text).accessToken
            area.setItem('auth-session', text)
            const session = ground.open({ storage: webStorage(area, { scope: 'tab' }) })
            try {
              expect(await ground.settled(session.start(), 10_000)).toBe('done')
              const isReadable = typeof stored === 'string' && /^[\x21-\x7e]+$/.test(stored)
              if (session.getSnapshot().loggedIn) expect(isReadable).toBe(true)
              expect(await ground.settled(session.fetch(me), 120_000)).toBeOneOf([401, ...ENDED])
              expect(ground.sent.filter((token) => token !== stored)).toEqual([])
              expect(wrongWith(session)).toEqual([])
              await ground.expectUsable(session)
            } finally {
              session.dispose()
              ground.sent.length = 0
            }
          }),
        ),
        draws(500),
      )
    },
    PATIENCE,
  )
})

const ENDED = ['session_expired', 'unreachable', 'queue_timeout']

function stringify(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
}

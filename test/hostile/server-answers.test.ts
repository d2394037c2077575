import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ada, origin, refreshPath, revocationPath, type Session } from '../adversity/world'
import { draws, PATIENCE } from '../properties/draws'
import { type Answer, answers, grantOf, send, successorHeader } from './drawn-answers'
import { createGrounds } from './ground'
import { isMinted } from './honest-server'
import { wrongWith } from './shape'

const loginPath = '/api/token/'
const resource = '/api/notes/1/'

/** Those paths are answered so, as often as there are answers. */
const attackOn = (paths: readonly string[], list: readonly Answer[]) => {
  const left = [...list]
  return (path: string, signal: AbortSignal | undefined) => {
    const answer = paths.includes(path) ? left.shift() : undefined
    return answer && send(answer, signal)
  }
}
const few = fc.array(answers, { minLength: 1, maxLength: 3 })

describe('whatever a server answers', () => {
  test(
    'to a login, it fails with a code, or a grant was in it',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(answers, (answer) =>
          onGround(async (ground) => {
            const { session } = ground
            await ground.begin()
            ground.under(attackOn([loginPath], [answer]))
            const outcome = await ground.settled(session.login(ada), 10_000)
            expect(outcome).toBeOneOf(['done', 'login_rejected', 'unreachable', 'malformed_grant'])
            if (outcome === 'login_rejected') expect(answer.status).toBeGreaterThanOrEqual(400)
            expect(session.getSnapshot().status).toBe('authenticated')
            if (outcome === 'done') expect(grantOf(answer)).not.toBeNull()
            else expect(isMinted(await session.accessToken())).toBe(true)
            expect(wrongWith(session)).toEqual([])
            await ground.expectGoingOn()
          }),
        ),
        draws(6_000),
      )
    },
    PATIENCE,
  )

  test(
    'to a renewal, the session goes on, unless the server has said no or has given other tokens',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(few, fc.boolean(), (list, isWaitedFor) =>
          onGround(async (ground) => {
            const { session, server, time } = ground
            await ground.begin()
            ground.under(attackOn([refreshPath], list))
            const renewed = server.renewals()
            if (isWaitedFor) {
              server.revokeAccess()
              const outcome = await ground.settled(session.fetch(origin + resource), 120_000)
              expect(outcome).toBeOneOf([200, 401, 'queue_timeout', 'unreachable', 'session_expired'])
            }
            // Each answer may put off the next try by five minutes.
            const isOver = () => session.getSnapshot().status === 'expired' || server.renewals() > renewed
            for (let tries = 0; tries <= list.length && !isOver(); tries++) await time.advance(330_000)
            expect(wrongWith(session)).toEqual([])
            const isJustified = list.some((answer) => answer.status === 401 || grantOf(answer))
            const { status, endReason } = session.getSnapshot()
            if (!isJustified) expect([status, endReason]).toEqual(['authenticated', null])
            else expect(status).toBeOneOf(['authenticated', 'expired', 'refreshing', 'queuedRetry'])
            const given = list.flatMap((answer) => grantOf(answer)?.access ?? [])
            expect(ground.sent.filter((token) => !isMinted(token) && !given.includes(token))).toEqual([])
            await ground.expectGoingOn()
          }),
        ),
        draws(500),
      )
    },
    PATIENCE,
  )

  test(
    'to a logout, the user is logged out at once, and it is over in time',
    async () => {
      const onGround = createGrounds()
      await fc.assert(
        fc.asyncProperty(few, fc.boolean(), (list, everywhere) =>
          onGround(async (ground) => {
            const { session } = ground
            await ground.begin()
            ground.under(attackOn([revocationPath, refreshPath], list))
            const logout = session.logout({ everywhere })
            await ground.time.settle()
            expect(session.getSnapshot()).toMatchObject({
              status: 'loggedOut',
              loggedIn: false,
              user: null,
              claims: null,
            })
            expect(await ground.settled(logout, 10_000)).toBe('done')
            await ground.time.advance(60_000)
            expect(session.getSnapshot().status).toBe('loggedOut')
            expect(wrongWith(session)).toEqual([])
            await ground.expectGoingOn()
          }),
        ),
        draws(1_500),
      )
    },
    PATIENCE,
  )

  test(
    'from a resource, the call settles and nobody is thrown out, unless a last token was refused for good',
    async () => {
      const onGround = createGrounds()
      const passed = fc.constantFrom(0, 100_000, 297_000)
      await fc.assert(
        fc.asyncProperty(few, passed, fc.boolean(), fc.boolean(), (list, passed, isLast, asRequest) =>
          onGround(async (ground) => {
            const { session, time, sent } = ground
            await ground.begin()
            const token = await session.accessToken()
            if (isLast) expect(await ground.settled(replaceByLast(ground, token), 1_000)).toBe('done')
            const end = session.getSnapshot().expiresAt ?? Infinity
            await time.advance(passed)
            ground.under(attackOn([resource], list))
            const leave = new AbortController()
            const { signal } = leave
            time.clock.setTimeout(() => leave.abort(), 61_000)
            const call = asRequest
              ? session.fetch(new Request(origin + resource, { signal }))
              : session.fetch(origin + resource, { signal })
            const outcome = await ground.settled(call, 61_000)
            const { status } = session.getSnapshot()
            const isRefused = list.some((answer) => answer.status === 401)
            if (status === 'expired') expect([isLast, isRefused || time.now() >= end - 2_000]).toEqual([true, true])
            else expect(session.getSnapshot().loggedIn).toBe(true)
            if (typeof outcome === 'string') expect(outcome).toBeOneOf(['session_expired', 'queue_timeout'])
            const successors = list.flatMap(({ headers }) => headers.filter(([name]) => name === successorHeader))
            const given = successors.map(([, value]) => value.trim())
            expect(sent.filter((token) => !isMinted(token) && !given.includes(token))).toEqual([])
            expect(wrongWith(session)).toEqual([])
            await (isLast ? ground.expectUsable() : ground.expectGoingOn())
          }),
        ),
        draws(2_000),
      )
    },
    PATIENCE,
  )
})

/** The same token without what would renew it. */
async function replaceByLast({ session }: { session: Session }, accessToken: string) {
  await session.logout()
  await session.setTokens({ accessToken })
}

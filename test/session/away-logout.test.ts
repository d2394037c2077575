import { expect, onTestFinished, test } from 'vitest'
import { activeUser, createAuthSession, type LifecycleListener } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { openPageOfUser } from '../platform/page-of-user'
import { unsignedToken } from './unsigned-token'

test('a logout that never reached the server is made up for while the user is away', async () => {
  openPageOfUser()
  const time = createSimulatedTime()
  let listener: LifecycleListener | null = null
  const lifecycle = activeUser({
    idleAfter: 60_000,
    clock: time.clock,
    lifecycle: {
      isOnline: () => true,
      attach(given) {
        listener = given
        return () => {}
      },
    },
  })
  let isUp = false
  let revoked = 0
  const fetch = async () => {
    if (!isUp) throw new TypeError('away')
    revoked++
    return Response.json({})
  }
  const session = createAuthSession({
    backend: simpleJwt({ baseUrl: 'https://api.example.com' }),
    ...{ fetch, lifecycle, clock: time.clock, renewal: { whileHidden: false } },
  })
  onTestFinished(() => session.dispose())
  const exp = Math.floor(time.now() / 1_000) + 3_600
  await session.setTokens({ accessToken: unsignedToken({ sub: 'ada', exp }), refreshToken: 'r' })
  const out = session.logout()
  await time.settle()
  await out
  await time.advance(120_000)
  isUp = true
  ;(listener as LifecycleListener | null)?.online()
  await time.settle()
  expect(revoked).toBe(1)
})

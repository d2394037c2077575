import fc from 'fast-check'
import type { StoredSession } from 'xstate-auth-session'

const token = fc.stringMatching(/^[\x21-\x7e]{1,40}$/)
const moment = fc.integer({ min: 0, max: 4_102_444_800_000 })
const lastLogin = fc.record({ method: fc.constantFrom('password', 'google'), at: moment })

/** Anything that JSON can hold; as it would be read again, so without `-0`. */
export const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))

/** Few logins, so that they meet. */
export const epoch = fc.constantFrom('1.a', '1.b', '2.a', '2.b', '3.a', '10.a')

export const stamp = fc.record({ epoch, generation: fc.integer({ min: 1, max: 4 }) })

export const stamped = (more: Partial<{ [K in keyof StoredSession]: fc.Arbitrary<StoredSession[K]> }> = {}) =>
  fc.record<StoredSession>({
    version: fc.constant(1),
    backend: fc.constant('simplejwt@https://api.example.com'),
    epoch,
    generation: fc.integer({ min: 1, max: 4 }),
    accessToken: token,
    refreshToken: fc.option(token),
    sentAt: moment,
    expiresAt: fc.option(moment),
    refreshExpiresAt: fc.option(moment),
    subject: fc.option(fc.string({ unit: 'binary' })),
    user: json,
    lastLogin: fc.option(lastLogin),
    ...more,
  })

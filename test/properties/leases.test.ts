import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import type { RenewalDelay, SessionStatus, Stamp } from '../../machines'
import { planToken } from '../../machines'
import { Credentials } from '../../src/credentials'
import { createDeadlines } from '../../src/platform/deadlines'
import { createRequests } from '../../src/requests/requests'
import { createTokenVault } from '../../src/token-vault'
import { record } from '../platform/session-record'
import { draws } from './draws'

const policy = { ahead: 60_000, jitter: 0, minInterval: 30_000 }
const delay: RenewalDelay = { cause: 'not_rotated', status: 503, hint: null, retryAt: 0, notBefore: null }

const lives = fc.option(fc.integer({ min: -1_000, max: 600_000 }))
const statuses = fc.constantFrom<SessionStatus[]>('restoring', 'authenticated', 'refreshing', 'queuedRetry')
const ends = fc.constantFrom<SessionStatus[]>('anonymous', 'expired', 'loggedOut')
const steps = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('log in' as const),
      epoch: fc.constantFrom('1.a', '2.a', '2.b'),
      life: lives,
    }),
  },
  fc.record({ step: fc.constant('take' as const), epoch: fc.constantFrom('1.a', '2.a'), by: fc.nat(5), life: lives }),
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constantFrom(...(['refuse', 'accept', 'clear', 'ask', 'call', 'call', 'call'] as const)),
    }),
  },
  fc.record({ step: fc.constant('wait' as const), ms: fc.oneof(fc.nat(20_000), fc.nat(400_000)) }),
  fc.record({ step: fc.constant('pause' as const), on: fc.boolean() }),
  fc.record({ step: fc.constant('enter' as const), status: statuses, delayed: fc.boolean() }),
  fc.record({ step: fc.constant('end' as const), status: ends }),
)

test('a lease is the present token, in time, not refused, and of the login that the call belongs to; no stamp goes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' }), async (steps) => {
      const time = createSimulatedTime()
      const deadlines = createDeadlines(time.clock)
      const vault = createTokenVault()
      const queue = { limit: 10, maxWait: 30_000, holdFor: 60_000 }
      const requests = createRequests({ vault, deadlines, minInterval: 30_000, queue, tell: () => {} })
      let isPaused = false
      let isDelayed = false
      const settled: Promise<unknown>[] = []

      const mint = (stamp: Stamp, life: number | null) => {
        const sentAt = time.now()
        const facts = planToken({ sentAt, expiresAt: life === null ? null : sentAt + life, renewable: true }, policy, 0)
        const stored = record(stamp.epoch, stamp.generation, { sentAt })
        return new Credentials(stored, facts, ['Authorization', 'Bearer x'], null)
      }
      const expectGood = (lease: Credentials, mayBeRefused: boolean) => {
        expect(lease).toBe(vault.current)
        expect(time.now()).toBeLessThan(lease.usableUntil)
        expect(isPaused).toBe(false)
        if (lease.refused) expect([mayBeRefused, lease.accepted, isDelayed]).toEqual([true, true, true])
      }
      const call = () => {
        const epoch = vault.stamp?.epoch ?? null
        const run = (_: unknown, lease: Credentials | null) => {
          if (lease) expectGood(lease, true)
          if (lease && epoch !== null) expect(lease.stamp.epoch).toBe(epoch)
          return 'sent'
        }
        // Whatever it comes to, it must not be a failed expectation.
        const codes = /^(anonymous|session_expired|logged_out|session_changed|queue_timeout|queue_full)$/
        settled.push(
          requests.start({ kind: { run }, what: null }).catch((error) => {
            if (!codes.test(error.code)) throw error
          }),
        )
      }

      for (const step of steps) {
        const before = vault.stamp
        if (step.step === 'log in') vault.begin(mint({ epoch: step.epoch, generation: 1 }, step.life))
        if (step.step === 'take') {
          const next = { epoch: step.epoch, generation: (before?.generation ?? 1) + step.by - 2 }
          const fits = next.epoch === before?.epoch && next.generation > before.generation
          expect(vault.take(mint(next, step.life))).toBe(fits)
          expect(vault.stamp).toEqual(fits ? next : before)
        }
        if (step.step === 'refuse' && vault.current) vault.current.refused = true
        if (step.step === 'accept' && vault.current) requests.accept(vault.current)
        if (step.step === 'clear') vault.clear()
        if (step.step === 'ask') {
          const lease = requests.lease()
          if (lease) expectGood(lease, false)
        }
        if (step.step === 'call') call()
        if (step.step === 'wait') await time.advance(step.ms)
        if (step.step === 'pause') {
          isPaused = step.on
          requests.pause(step.on)
        }
        if (step.step === 'enter') {
          isDelayed = step.delayed
          requests.enter({ status: step.status, delay: step.delayed ? delay : null, subject: null })
        }
        if (step.step === 'end') {
          vault.clear()
          isDelayed = false
          requests.enter({ status: step.status, delay: null, subject: null })
        }
        await time.settle()
      }
      await time.advance(60_000)
      await Promise.all(settled)
    }),
    draws(2_000),
  )
})

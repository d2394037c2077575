import { expect, test } from 'vitest'
import { createActor, fromPromise, SimulatedClock, waitFor } from 'xstate'
import { type RenewalOutput, type RestoreOutput, type SessionStatus, sessionMachine } from '../../machines'

test('a session goes through its seven statuses', async () => {
  const clock = new SimulatedClock()
  const answers: ((answer: RenewalOutput) => void)[] = []
  const session = createActor(
    sessionMachine.provide({
      actors: {
        restore: fromPromise<RestoreOutput>(async () => ({ found: 'nothing', at: clock.now() })),
        renewal: fromPromise(() => new Promise<RenewalOutput>((answer) => answers.push(answer))),
        revoke: fromPromise(async () => {}),
      },
    }),
    { input: { persistence: 'page', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true }, clock },
  )
  const reached = (status: SessionStatus) => waitFor(session, (snapshot) => snapshot.hasTag(status))
  const fiveMinutes = () => tokenFrom(clock.now())
  const whose = { subject: 'a hash of her id', lastLogin: { method: 'password', at: 0 } }

  session.start()
  await reached('restoring') // the store is being read
  await reached('anonymous') // and held nothing

  const first = { epoch: '1.k2v9', generation: 1 }
  session.send({ type: 'session.loggedIn', at: clock.now(), stamp: first, token: fiveMinutes(), ...whose })
  await reached('authenticated') // requests leave with the token

  clock.increment(240_000)
  await reached('refreshing') // a renewal is due; the token is good until it lapses
  clock.increment(58_000)
  await reached('queuedRetry') // it has lapsed, so callers wait for the renewal

  const second = { epoch: '1.k2v9', generation: 2 }
  answers.pop()?.({ outcome: 'renewed', at: clock.now(), stamp: second, token: fiveMinutes() })
  await reached('authenticated') // and go on with the next token

  session.send({ type: 'request.unauthorized', at: clock.now(), stamp: second, news: true, final: false })
  await reached('queuedRetry') // the server refuses that one, so it is renewed at once
  answers.pop()?.({ outcome: 'rejected', at: clock.now(), reason: 'rejected' })
  await reached('expired') // and the server refuses that too
  expect(session.getSnapshot().context.endReason).toBe('rejected')

  const third = { epoch: '2.x7qa', generation: 1 }
  session.send({ type: 'session.loggedIn', at: clock.now(), stamp: third, token: fiveMinutes(), ...whose })
  session.send({ type: 'user.loggedOut', at: clock.now(), everywhere: false })
  await reached('loggedOut') // at once; the revocation goes on
})

function tokenFrom(at: number) {
  return { expiresAt: at + 300_000, usableUntil: at + 298_000, renewAt: at + 240_000, renewable: true }
}

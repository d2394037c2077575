import { exclusive } from './renewal.exclusive'
import { boundPassed, fact, lateAnswer, output } from './renewal.params'
import { renewalSetup } from './renewal.setup'
import type { RenewalOutput } from './renewal.vocabulary'

/** One renewal: from the lock to the committed successor, or to what makes it needless. */
export const renewalMachine = renewalSetup.createMachine({
  id: 'renewal',
  description: 'One renewal, from the lock to the committed successor, or to what makes it needless.',
  context: ({ input }) => ({
    ...input,
    attempt: 0,
    locked: false,
    mayHaveRotated: false,
    intentDeadline: null,
    armedAt: input.at,
    triedAt: input.at,
    retryAt: input.at,
    notBefore: null,
    result: null,
  }),
  initial: 'exclusive',
  on: { 'demand.rose': { actions: { type: 'countWaiting', params: fact } } },
  states: {
    exclusive,
    backingOff: {
      description: 'The last try failed; the session goes on and the next try is set.',
      initial: 'pausing',
      states: {
        pausing: {
          description: 'Until the retry is due, or a caller needs it sooner.',
          after: { retryDue: { target: '#renewal.exclusive', actions: 'armAtRetry' } },
          on: {
            'demand.rose': [
              {
                guard: { type: 'demandPullsNow', params: fact },
                target: '#renewal.exclusive',
                actions: [
                  { type: 'countWaiting', params: fact },
                  { type: 'armAt', params: fact },
                ],
              },
              {
                guard: 'demandPullsNearer',
                target: 'pausing',
                reenter: true,
                actions: { type: 'pullForward', params: fact },
              },
              { actions: { type: 'countWaiting', params: fact } },
            ],
          },
        },
        overdue: {
          description: 'The answer is late, not lost: nothing is sent until the rotation has settled.',
          invoke: {
            id: 'watch',
            src: 'watch',
            input: ({ context }) => ({
              stamp: context.stamp,
              subject: 'rotation',
              deadline: context.armedAt + 2 * context.requestTimeout,
            }),
            onDone: [
              { guard: { type: 'settledRefused', params: output }, target: '#renewal.exclusive.confirmingRejection' },
              {
                guard: { type: 'settledFailed', params: output },
                target: 'pausing',
                actions: { type: 'noteFailure', params: lateAnswer },
              },
              {
                guard: { type: 'rotationIsLost', params: output },
                target: '#renewal.exclusive',
                actions: { type: 'noteLost', params: output },
              },
              { target: '#renewal.exclusive', actions: { type: 'armAt', params: output } },
            ],
            onError: {},
          },
          after: { hardBound: { target: '#renewal.exclusive', actions: { type: 'noteLost', params: boundPassed } } },
        },
      },
    },
    waitingForNetwork: {
      description: 'There is no network, so nothing was sent.',
      invoke: {
        id: 'watch',
        src: 'watch',
        input: ({ context }) => ({ stamp: context.stamp, subject: 'network', deadline: context.retryAt }),
        onDone: { target: '#renewal.exclusive', actions: { type: 'armAt', params: output } },
        onError: {},
      },
      after: { retryDue: { target: '#renewal.exclusive', actions: 'armAtRetry' } },
    },
    done: { type: 'final', description: 'The outcome is known.' },
  },
  output: ({ context }) => context.result as RenewalOutput,
})

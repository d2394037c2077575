import { fact, output } from './params'
import { exclusive } from './renewal.exclusive'
import { lateAnswer, watching } from './renewal.params'
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
                actions: { type: 'pullForward', params: fact },
              },
              {
                guard: 'demandPullsNearer',
                target: 'pausing',
                reenter: true,
                actions: { type: 'pullForward', params: fact },
              },
            ],
          },
        },
        overdue: {
          description: 'The answer is late, not lost: nothing is sent until the rotation has settled.',
          invoke: {
            id: 'watch',
            src: 'watch',
            input: watching('rotation'),
            onDone: [
              { guard: { type: 'refused', params: lateAnswer }, target: '#renewal.exclusive.confirmingRejection' },
              {
                guard: { type: 'failed', params: lateAnswer },
                target: 'pausing',
                actions: { type: 'noteFailure', params: lateAnswer },
              },
              { target: '#renewal.exclusive', actions: ['suspectRotation', { type: 'armAt', params: output }] },
            ],
            onError: {},
          },
          after: { retryDue: { target: '#renewal.exclusive', actions: ['suspectRotation', 'armAtRetry'] } },
        },
      },
    },
    waitingForNetwork: {
      description: 'There is no network, so nothing was sent.',
      invoke: {
        id: 'watch',
        src: 'watch',
        input: watching('network'),
        onDone: { target: '#renewal.exclusive', actions: { type: 'armAt', params: output } },
        onError: {},
      },
      after: { retryDue: { target: '#renewal.exclusive', actions: 'armAtRetry' } },
    },
    done: { type: 'final', description: 'The outcome is known.' },
  },
  output: ({ context }) => context.result as RenewalOutput,
})

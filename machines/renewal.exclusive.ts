import { narrowed, output } from './params'
import { outOfTime, stepInput, unanswered, watching } from './renewal.params'
import { renewalSetup } from './renewal.setup'

/** The store is the truth: a sibling has renewed, logged in or logged out, and that is the outcome. */
const storeHasMoved = {
  guard: { type: 'storeHasMoved', params: output },
  target: '#renewal.done',
  actions: { type: 'concludeByStore', params: narrowed },
} as const

/** The state in which only one sibling is at a time: from the lock to the committed successor. */
export const exclusive = renewalSetup.createStateConfig({
  description: 'At most one sibling is here at a time, where there is a lock.',
  initial: 'waitingForLock',
  exit: 'releaseLock',
  states: {
    waitingForLock: {
      description: 'Another holder may be renewing; its published deadline bounds the wait.',
      invoke: {
        id: 'lock',
        src: 'lock',
        input: ({ context }) => ({ stamp: context.stamp, requestTimeout: context.requestTimeout }),
        onDone: { target: 'rereading', actions: { type: 'noteLock', params: output } },
        onError: { target: 'rereading', actions: { type: 'noteLock', params: unanswered } },
      },
    },
    rereading: {
      description: 'The store is the truth: perhaps a sibling has renewed, logged in or logged out.',
      invoke: {
        id: 'reread',
        src: 'reread',
        input: stepInput,
        onDone: [
          storeHasMoved,
          {
            guard: { type: 'refreshTokenIsOutOfTime', params: narrowed },
            target: '#renewal.done',
            actions: { type: 'concludeRejected', params: outOfTime },
          },
          {
            guard: { type: 'siblingMayBeRotating', params: narrowed },
            target: 'waitingForIntent',
            actions: { type: 'noteIntent', params: narrowed },
          },
          {
            guard: { type: 'intentWasAbandoned', params: narrowed },
            target: 'intending',
            actions: ['suspectRotation', { type: 'armAt', params: output }],
          },
          { target: 'intending', actions: { type: 'armAt', params: output } },
        ],
        onError: 'intending',
      },
    },
    waitingForIntent: {
      description: 'No lock tells who is at work, but an intent does: wait for its deadline or for the store to move.',
      invoke: {
        id: 'watch',
        src: 'watch',
        input: watching('store'),
        onDone: 'rereading',
        onError: {},
      },
      after: { retryDue: 'rereading' },
    },
    intending: {
      description: 'Write down, before it is sent, that this token is about to be spent.',
      invoke: {
        id: 'intend',
        src: 'intend',
        input: stepInput,
        onDone: [
          { guard: { type: 'siblingCameFirst', params: output }, target: 'rereading' },
          { target: 'requesting', actions: { type: 'armAt', params: output } },
        ],
        onError: 'requesting',
      },
    },
    requesting: {
      description: 'The rotation is on the wire; nothing aborts it before its hard bound.',
      entry: 'countTry',
      invoke: {
        id: 'request',
        src: 'request',
        input: ({ context }) => ({
          stamp: context.stamp,
          attempt: context.attempt,
          waiting: context.waiting,
          requestTimeout: context.requestTimeout,
        }),
        onDone: [
          { guard: { type: 'granted', params: output }, target: 'committing' },
          { guard: { type: 'refused', params: output }, target: 'confirmingRejection' },
          {
            guard: { type: 'offline', params: output },
            target: '#renewal.waitingForNetwork',
            actions: { type: 'noteFailure', params: narrowed },
          },
          { target: '#renewal.backingOff', actions: { type: 'noteFailure', params: narrowed } },
        ],
        onError: { target: '#renewal.backingOff', actions: { type: 'noteFailure', params: unanswered } },
      },
      after: { requestTimeout: { target: '#renewal.backingOff.overdue', actions: 'noteOverdue' } },
    },
    confirmingRejection: {
      description: 'A refusal counts only if the store still holds the very token that was refused.',
      invoke: {
        id: 'confirm',
        src: 'confirm',
        input: stepInput,
        onDone: [storeHasMoved, { target: '#renewal.done', actions: { type: 'concludeRejected', params: narrowed } }],
        onError: { target: '#renewal.done', actions: { type: 'concludeRejected', params: unanswered } },
      },
    },
    committing: {
      description: 'The successor is written under the stamp of its predecessor.',
      invoke: {
        id: 'commit',
        src: 'commit',
        input: stepInput,
        onDone: [
          {
            guard: { type: 'committed', params: output },
            target: '#renewal.done',
            actions: [{ type: 'concludeRenewed', params: narrowed }, 'announce'],
          },
          { target: 'rereading' },
        ],
        onError: { target: '#renewal.backingOff', actions: { type: 'noteFailure', params: unanswered } },
      },
    },
  },
})

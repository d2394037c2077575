import { adopted, ended, outOfTime, output, renewed, stepInput, superseded } from './renewal.params'
import { renewalSetup } from './renewal.setup'

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
        onError: { target: 'rereading', actions: 'noteNoLock' },
      },
    },
    rereading: {
      description: 'The store is the truth: perhaps a sibling has renewed, logged in or logged out.',
      invoke: {
        id: 'reread',
        src: 'reread',
        input: stepInput,
        onDone: [
          {
            guard: { type: 'storeIsNewer', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: adopted },
          },
          {
            guard: { type: 'storeHasAnotherLogin', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: superseded },
          },
          {
            guard: { type: 'storeIsEnded', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: ended },
          },
          {
            guard: { type: 'refreshTokenIsOutOfTime', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: outOfTime },
          },
          {
            guard: { type: 'siblingMayBeRotating', params: output },
            target: 'waitingForIntent',
            actions: { type: 'noteIntent', params: output },
          },
          {
            guard: { type: 'intentWasAbandoned', params: output },
            target: 'intending',
            actions: ['noteAbandonedIntent', { type: 'armAt', params: output }],
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
        input: ({ context }) => ({
          stamp: context.stamp,
          subject: 'store',
          deadline: context.intentDeadline ?? context.armedAt,
        }),
        onDone: 'rereading',
        onError: {},
      },
      after: { intentWait: 'rereading' },
    },
    intending: {
      description: 'Write down, before it is sent, that this token is about to be spent.',
      invoke: {
        id: 'intend',
        src: 'intend',
        input: stepInput,
        onDone: { target: 'requesting', actions: { type: 'armAt', params: output } },
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
            actions: { type: 'noteFailure', params: output },
          },
          { target: '#renewal.backingOff', actions: { type: 'noteFailure', params: output } },
        ],
        onError: { target: '#renewal.backingOff', actions: 'noteFault' },
      },
      after: { requestTimeout: { target: '#renewal.backingOff.overdue', actions: 'noteOverdue' } },
    },
    confirmingRejection: {
      description: 'A refusal counts only if the store still holds the very token that was refused.',
      invoke: {
        id: 'confirm',
        src: 'confirm',
        input: stepInput,
        onDone: [
          {
            guard: { type: 'storeIsNewer', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: adopted },
          },
          {
            guard: { type: 'storeHasAnotherLogin', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: superseded },
          },
          {
            guard: { type: 'storeIsEnded', params: output },
            target: '#renewal.done',
            actions: { type: 'conclude', params: ended },
          },
          { target: '#renewal.done', actions: { type: 'concludeRejected', params: output } },
        ],
        onError: { target: '#renewal.done', actions: 'concludeUnconfirmed' },
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
            actions: [{ type: 'conclude', params: renewed }, 'announce'],
          },
          { target: 'rereading' },
        ],
        onError: { target: '#renewal.backingOff', actions: 'noteFault' },
      },
    },
  },
})

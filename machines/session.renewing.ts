import { begunOf, fact, output, reasonOf, tokenOf } from './session.params'
import { sessionSetup } from './session.setup'
import type { Stamp } from './stamp'

/** The state that owns the renewal: refreshing, queuedRetry and proving. */
export const renewing = sessionSetup.createStateConfig({
  description: 'A renewal runs. It belongs to this state, so that moving between the leaves never aborts it.',
  initial: 'refreshing',
  invoke: {
    id: 'renewal',
    src: 'renewal',
    input: ({ context }) => ({
      stamp: context.stamp as Stamp,
      at: context.armedAt,
      requestTimeout: context.settings.requestTimeout,
      waiting: context.waiting,
    }),
    onDone: [
      {
        guard: { type: 'proved', params: output },
        target: 'authenticated',
        actions: [
          { type: 'adoptToken', params: tokenOf },
          { type: 'tellLoggedIn', params: { by: 'restore' } },
          'tellRenewed',
        ],
      },
      {
        guard: { type: 'renewed', params: output },
        target: 'authenticated',
        actions: [{ type: 'adoptToken', params: tokenOf }, 'tellRenewed'],
      },
      {
        guard: { type: 'superseded', params: output },
        target: 'authenticated',
        actions: [
          { type: 'beginEpoch', params: begunOf },
          { type: 'tellLoggedIn', params: { by: 'sibling' } },
        ],
      },
      { guard: { type: 'endedWhileProving', params: output }, target: 'anonymous', actions: 'forget' },
      {
        guard: { type: 'rejectedWhileProving', params: output },
        target: 'anonymous',
        actions: ['leaveUnrestored', { type: 'dropTokens', params: reasonOf }],
      },
      {
        guard: { type: 'endedByLogout', params: output },
        target: 'loggedOut.settled',
        actions: ['forget', { type: 'tellLoggedOut', params: { by: 'sibling' } }],
      },
      {
        guard: { type: 'endedByExpiry', params: output },
        target: 'expired',
        actions: { type: 'expire', params: reasonOf },
      },
      {
        guard: { type: 'exhaustedInTime', params: output },
        target: 'authenticated',
        actions: [{ type: 'exhaust', params: output }, 'tellExpiring'],
      },
      {
        guard: { type: 'rejected', params: output },
        target: 'expired',
        actions: { type: 'expire', params: reasonOf },
      },
      { actions: 'restartAfterFault' },
    ],
    onError: { actions: 'restartAfterFault' },
  },
  exit: ['clearDelay', 'cancelRestart', 'endRenewal'],
  on: {
    'renewal.delayed': {
      guard: { type: 'isPresent', params: fact },
      actions: [{ type: 'delayRenewal', params: fact }, 'tellDelayed'],
    },
    'renewal.faulted': [
      {
        guard: 'isProving',
        target: '.queuedRetry',
        reenter: true,
        actions: { type: 'tellLoggedIn', params: { by: 'restore' } },
      },
      { target: '.queuedRetry', reenter: true },
    ],
    'requests.counted': [
      {
        guard: { type: 'demandRose', params: fact },
        actions: [
          { type: 'count', params: fact },
          { type: 'forwardDemand', params: fact },
        ],
      },
      { actions: { type: 'count', params: fact } },
    ],
    'tokens.replaced': {
      guard: { type: 'isSuccessor', params: fact },
      target: 'authenticated',
      actions: [{ type: 'adoptToken', params: fact }, 'tellRenewed'],
    },
    'sibling.renewed': {
      guard: { type: 'isSuccessor', params: fact },
      target: 'authenticated',
      actions: [{ type: 'adoptToken', params: fact }, 'tellRenewed'],
    },
    'sibling.expired': {
      guard: { type: 'endsThisLogin', params: fact },
      target: 'expired',
      actions: { type: 'expire', params: fact },
    },
  },
  states: {
    refreshing: {
      description: 'The current token is still good, so requests leave with it.',
      tags: ['refreshing', 'loggedIn'],
      after: {
        tokenLapse: [
          { guard: 'lapseTimerRang', target: 'queuedRetry' },
          { guard: 'lapseTimerFellShort', target: 'refreshing', reenter: true, actions: 'rearm' },
        ],
      },
      on: {
        'request.unauthorized': {
          guard: { type: 'refusalIsNews', params: fact },
          target: 'queuedRetry',
          actions: 'markRefused',
        },
        'lifecycle.woke': [
          { guard: { type: 'wokeAfterLapse', params: fact }, target: 'queuedRetry', actions: 'show' },
          { actions: 'show' },
        ],
      },
    },
    queuedRetry: {
      description: 'The current token is refused or out of time, so callers wait.',
      tags: ['queuedRetry', 'loggedIn', 'busy'],
    },
    proving: {
      description: 'A stored session whose token is stale is proved by its first renewal.',
      tags: ['restoring', 'busy'],
      after: {
        restoreTimeout: {
          target: 'queuedRetry',
          actions: ['stopProving', { type: 'tellLoggedIn', params: { by: 'restore' } }],
        },
      },
      on: {
        'tokens.replaced': {
          guard: { type: 'isSuccessor', params: fact },
          target: '#session.authenticated',
          actions: [
            { type: 'adoptToken', params: fact },
            { type: 'tellLoggedIn', params: { by: 'restore' } },
            'tellRenewed',
          ],
        },
        'sibling.renewed': {
          guard: { type: 'isSuccessor', params: fact },
          target: '#session.authenticated',
          actions: [
            { type: 'adoptToken', params: fact },
            { type: 'tellLoggedIn', params: { by: 'restore' } },
            'tellRenewed',
          ],
        },
        'sibling.expired': {
          guard: { type: 'endsThisLogin', params: fact },
          target: '#session.anonymous',
          actions: ['forget', { type: 'dropTokens', params: fact }],
        },
      },
    },
  },
})

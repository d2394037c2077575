import { fact, narrowed, output } from './params'
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
        guard: { type: 'endedWhileProving', params: output },
        target: 'anonymous',
        actions: 'forget',
      },
      {
        guard: { type: 'rejectedWhileProving', params: output },
        target: 'anonymous',
        actions: [
          { type: 'forget', params: { reason: 'not_restored' } },
          { type: 'dropTokens', params: narrowed },
        ],
      },
      {
        guard: { type: 'endedByLogout', params: output },
        target: 'loggedOut.settled',
        actions: { type: 'tellLoggedOut', params: { by: 'sibling' } },
      },
      {
        guard: { type: 'exhaustedInTime', params: output },
        target: 'authenticated',
        actions: [{ type: 'exhaust', params: output }, 'letRunOut', 'tellExpiring'],
      },
      {
        guard: { type: 'endedOrRejected', params: output },
        target: 'expired',
        actions: { type: 'expire', params: narrowed },
      },
      {
        guard: { type: 'proves', params: narrowed },
        target: 'authenticated',
        actions: [
          { type: 'adopt', params: narrowed },
          { type: 'tellLoggedIn', params: { by: 'restore' } },
          'tellRenewed',
        ],
      },
      {
        guard: { type: 'isSuccessor', params: narrowed },
        target: 'authenticated',
        actions: [{ type: 'adopt', params: narrowed }, 'tellRenewed'],
      },
      {
        guard: { type: 'isAnotherLogin', params: narrowed },
        target: 'authenticated',
        actions: [
          { type: 'adopt', params: narrowed },
          { type: 'tellLoggedIn', params: { by: 'sibling' } },
        ],
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
    'requests.counted': {
      guard: { type: 'demandRose', params: fact },
      actions: [
        { type: 'count', params: fact },
        { type: 'forwardDemand', params: fact },
      ],
    },
  },
  states: {
    refreshing: {
      description: 'The current token is still good, so requests leave with it.',
      tags: ['refreshing', 'loggedIn'],
      after: {
        tokenLapse: [
          { guard: 'tokenLapsed', target: 'queuedRetry' },
          {
            guard: { type: 'timerFellShort', params: { of: 'usableUntil' } },
            target: 'refreshing',
            reenter: true,
            actions: 'rearm',
          },
        ],
      },
      on: {
        'request.unauthorized': {
          guard: { type: 'refusalIsNews', params: fact },
          target: 'queuedRetry',
          actions: { type: 'markRefused', params: fact },
        },
        'lifecycle.woke': { guard: { type: 'tokenLapsed', params: fact }, target: 'queuedRetry', actions: 'show' },
      },
    },
    queuedRetry: {
      description: 'The current token is refused or out of time, so callers wait.',
      tags: ['queuedRetry', 'loggedIn', 'busy'],
    },
    proving: {
      description: 'A stored session whose token is stale is proved by its first renewal.',
      tags: ['restoring', 'busy'],
      entry: 'startProving',
      exit: 'stopProving',
      after: {
        restoreTimeout: { target: 'queuedRetry', actions: { type: 'tellLoggedIn', params: { by: 'restore' } } },
      },
      on: {
        'sibling.loggedOut': {
          guard: { type: 'endsThisLogin', params: fact },
          target: '#session.anonymous',
          actions: 'forget',
        },
        'sibling.expired': {
          guard: { type: 'expiresThisLogin', params: fact },
          target: '#session.anonymous',
          actions: ['forget', { type: 'dropTokens', params: fact }],
        },
      },
    },
  },
})

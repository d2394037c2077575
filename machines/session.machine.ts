import { initialContext } from './session.context'
import { because, begunOf, endReason, fact, lapseReason, output } from './session.params'
import { renewing } from './session.renewing'
import { sessionSetup } from './session.setup'

/** The session: who is logged in, and whether requests leave, wait, or are turned away. */
export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  description: 'One login on one device, from the stored record to its end.',
  context: ({ input }) => initialContext(input),
  initial: 'restoring',
  on: {
    'session.loggedIn': {
      guard: { type: 'isAnotherLogin', params: fact },
      target: '.authenticated',
      actions: [
        { type: 'beginEpoch', params: fact },
        { type: 'tellLoggedIn', params: { by: 'user' } },
      ],
    },
    'sibling.loggedIn': {
      guard: { type: 'isAnotherLogin', params: fact },
      target: '.authenticated',
      actions: [
        { type: 'beginEpoch', params: fact },
        { type: 'tellLoggedIn', params: { by: 'sibling' } },
      ],
    },
    'user.loggedOut': {
      target: '.loggedOut',
      actions: [
        { type: 'prepareRevocation', params: fact },
        { type: 'tellLoggedOut', params: { by: 'user' } },
      ],
    },
    'sibling.loggedOut': {
      guard: { type: 'endsThisLogin', params: fact },
      target: '.loggedOut.settled',
      actions: ['forget', { type: 'tellLoggedOut', params: { by: 'sibling' } }],
    },
    'requests.counted': { actions: { type: 'count', params: fact } },
    'persistence.changed': { actions: { type: 'setPersistence', params: fact } },
    'fault.raised': { actions: { type: 'tellFault', params: fact } },
    'lifecycle.hid': { actions: 'hide' },
    'lifecycle.woke': { actions: 'show' },
  },
  states: {
    restoring: {
      description: 'The store is being read; requests wait.',
      tags: ['restoring', 'busy'],
      invoke: {
        id: 'restore',
        src: 'restore',
        onDone: [
          { guard: { type: 'foundNothing', params: output }, target: 'anonymous' },
          {
            guard: { type: 'foundFresh', params: output },
            target: 'authenticated',
            actions: [
              { type: 'beginEpoch', params: begunOf },
              { type: 'tellLoggedIn', params: { by: 'restore' } },
            ],
          },
          {
            guard: { type: 'foundRenewable', params: output },
            target: 'renewing.proving',
            actions: [{ type: 'beginEpoch', params: begunOf }, 'startProving'],
          },
          {
            guard: { type: 'foundStale', params: output },
            target: 'anonymous',
            actions: ['leaveUnrestored', { type: 'dropTokens', params: because('not_restored') }],
          },
          { target: 'anonymous', actions: ['leaveUnrestored', 'turnVolatile'] },
        ],
        onError: { target: 'anonymous', actions: ['leaveUnrestored', 'turnVolatile'] },
      },
      after: { restoreTimeout: { target: 'anonymous', actions: ['leaveUnrestored', 'turnVolatile'] } },
    },
    anonymous: {
      description: 'Nobody is logged in; requests leave without a token.',
      tags: ['anonymous', 'notLoggedIn'],
    },
    authenticated: {
      description: 'The access token is good and the renewal timer is armed.',
      tags: ['authenticated', 'loggedIn'],
      after: {
        renewalDue: [
          { guard: 'renewalTimerRang', target: 'renewing.refreshing', actions: 'armAtRenewal' },
          { guard: 'warningTimerRang', actions: ['tellExpiring', 'spendWarning'] },
          { guard: 'renewalTimerFellShort', target: 'authenticated', reenter: true, actions: 'rearm' },
        ],
        tokenLapse: [
          { guard: 'lastTokenLapsed', target: 'expired', actions: { type: 'expire', params: lapseReason } },
          { guard: 'lapseTimerFellShort', target: 'authenticated', reenter: true, actions: 'rearm' },
        ],
      },
      on: {
        'token.demanded': {
          guard: { type: 'canAnswerDemand', params: fact },
          target: 'renewing.refreshing',
          actions: { type: 'armAt', params: fact },
        },
        'request.unauthorized': [
          {
            guard: { type: 'refusalIsNews', params: fact },
            target: 'renewing.queuedRetry',
            actions: [{ type: 'armAt', params: fact }, 'markRefused'],
          },
          {
            guard: { type: 'refusalIsFinal', params: fact },
            target: 'expired',
            actions: { type: 'expire', params: because('access_token_refused') },
          },
        ],
        'lifecycle.woke': [
          {
            guard: { type: 'wokeToRenew', params: fact },
            target: 'renewing.queuedRetry',
            actions: ['show', { type: 'armAt', params: fact }],
          },
          {
            guard: { type: 'wokeAfterTheEnd', params: fact },
            target: 'expired',
            actions: ['show', { type: 'expire', params: lapseReason }],
          },
          {
            guard: { type: 'renewalIsOverdue', params: fact },
            target: 'renewing.refreshing',
            actions: ['show', { type: 'armAt', params: fact }],
          },
          { actions: 'show' },
        ],
        'tokens.replaced': {
          guard: { type: 'isSuccessor', params: fact },
          target: 'authenticated',
          reenter: true,
          actions: [{ type: 'adoptToken', params: fact }, 'tellRenewed'],
        },
        'sibling.renewed': {
          guard: { type: 'isSuccessor', params: fact },
          target: 'authenticated',
          reenter: true,
          actions: [{ type: 'adoptToken', params: fact }, 'tellRenewed'],
        },
        'sibling.expired': {
          guard: { type: 'endsThisLogin', params: fact },
          target: 'expired',
          actions: { type: 'expire', params: fact },
        },
      },
    },
    renewing,
    expired: {
      description: 'The session ended against the user’s will; held work waits for the same user.',
      tags: ['expired', 'notLoggedIn'],
      entry: [{ type: 'dropTokens', params: endReason }, 'tellExpired'],
      on: { 'user.acknowledged': { target: 'anonymous', actions: 'forget' } },
    },
    loggedOut: {
      description: 'The user ended the session.',
      initial: 'revoking',
      tags: ['loggedOut', 'notLoggedIn'],
      on: { 'user.loggedOut': {}, 'sibling.loggedOut': {} },
      states: {
        revoking: {
          description: 'What was alive is being revoked on the server.',
          invoke: {
            id: 'revoke',
            src: 'revoke',
            input: ({ context }) => context.revocation,
            onDone: 'settled',
            onError: 'settled',
          },
          after: { revokeTimeout: 'settled' },
        },
        settled: { description: 'Revocation has settled, failed, or taken too long.' },
      },
    },
  },
})

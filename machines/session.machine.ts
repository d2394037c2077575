import { fact, narrowed, output } from './params'
import { initialContext } from './session.context'
import { endReason, lapseReason } from './session.params'
import { renewing } from './session.renewing'
import { sessionSetup } from './session.setup'

/** A next token of the present login, whoever brought it. */
const nextToken = [
  {
    guard: { type: 'proves', params: fact },
    target: '.authenticated',
    actions: [{ type: 'adopt', params: fact }, { type: 'tellLoggedIn', params: { by: 'restore' } }, 'tellRenewed'],
  },
  {
    guard: { type: 'isSuccessor', params: fact },
    target: '.authenticated',
    actions: [{ type: 'adopt', params: fact }, 'tellRenewed'],
  },
] as const

/** What can't be read is left alone, and nothing is kept. */
const unreadable = {
  target: 'anonymous',
  actions: [
    { type: 'forget', params: { reason: 'not_restored' } },
    { type: 'setPersistence', params: { persistence: 'volatile' } },
  ],
} as const

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
        { type: 'adopt', params: fact },
        { type: 'tellLoggedIn', params: { by: 'user' } },
      ],
    },
    'sibling.loggedIn': {
      guard: { type: 'isAnotherLogin', params: fact },
      target: '.authenticated',
      actions: [
        { type: 'adopt', params: fact },
        { type: 'tellLoggedIn', params: { by: 'sibling' } },
      ],
    },
    'tokens.replaced': nextToken,
    'sibling.renewed': nextToken,
    'sibling.expired': {
      guard: { type: 'expiresThisLogin', params: fact },
      target: '.expired',
      actions: { type: 'expire', params: fact },
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
      actions: { type: 'tellLoggedOut', params: { by: 'sibling' } },
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
              { type: 'adopt', params: narrowed },
              { type: 'tellLoggedIn', params: { by: 'restore' } },
            ],
          },
          {
            guard: { type: 'foundRenewable', params: output },
            target: 'renewing.proving',
            actions: { type: 'adopt', params: narrowed },
          },
          {
            guard: { type: 'foundStale', params: output },
            target: 'anonymous',
            actions: [
              { type: 'forget', params: { reason: 'not_restored' } },
              { type: 'dropTokens', params: { reason: 'not_restored' } },
            ],
          },
          unreadable,
        ],
        onError: unreadable,
      },
      after: { restoreTimeout: unreadable },
      on: { 'sibling.loggedOut': 'anonymous' },
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
          { guard: 'renewalIsDue', target: 'renewing.refreshing', actions: 'armAtRenewal' },
          { guard: 'warningIsDue', actions: ['tellExpiring', 'letRunOut'] },
          {
            guard: { type: 'timerFellShort', params: { of: 'renewAt' } },
            target: 'authenticated',
            reenter: true,
            actions: 'rearm',
          },
        ],
        tokenLapse: [
          { guard: 'lastTokenLapsed', target: 'expired', actions: { type: 'expire', params: lapseReason } },
          {
            guard: { type: 'timerFellShort', params: { of: 'usableUntil' } },
            target: 'authenticated',
            reenter: true,
            actions: 'rearm',
          },
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
            actions: { type: 'markRefused', params: fact },
          },
          {
            guard: { type: 'refusalIsFinal', params: fact },
            target: 'expired',
            actions: { type: 'expire', params: { reason: 'access_token_refused' } },
          },
        ],
        'lifecycle.woke': [
          {
            guard: { type: 'lastTokenLapsed', params: fact },
            target: 'expired',
            actions: ['show', { type: 'expire', params: lapseReason }],
          },
          {
            guard: { type: 'tokenLapsed', params: fact },
            target: 'renewing.queuedRetry',
            actions: ['show', { type: 'armAt', params: fact }],
          },
          {
            guard: { type: 'renewalIsDue', params: fact },
            target: 'renewing.refreshing',
            actions: ['show', { type: 'armAt', params: fact }],
          },
        ],
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
      entry: 'forget',
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
          after: { requestTimeout: 'settled' },
        },
        settled: { description: 'Revocation has settled, failed, or taken too long.' },
      },
    },
  },
})

import { firstVisit } from './facts'
import { as, how, into, modelSetup, to, turnAway } from './model.setup'

const never = {}
const loginFails = { type: 'turnAway', params: { how: 'login', code: 'unreachable' } } as const
const sent = [{ type: 'send', params: how }, 'letAMomentPass'] as const
const passed = [{ type: 'pass', params: to }, 'letAMomentPass'] as const
const revoked = {
  'access.revoked': { guard: 'nothingIsOnTheWire', actions: 'revokeAccess' },
  'refresh.revoked': { guard: 'nothingIsOnTheWire', actions: 'revokeRefresh' },
} as const

/** A session as its user sees it: who is logged in, is the token good, what does the server do, who waits for what. */
export const model = modelSetup.createMachine({
  id: 'behaviour',
  context: firstVisit,
  initial: 'awake',
  on: { 'server.fell': { guard: { type: 'canFall', params: into }, actions: { type: 'fall', params: into } } },
  states: {
    awake: {
      initial: 'anonymous',
      on: {
        'server.recovered': { guard: 'isIll', actions: ['recover', 'letAMomentPass'] },
        'network.went': { guard: 'isOnline', actions: 'loseNetwork' },
        'network.came': { guard: 'isOffline', actions: ['findNetwork', 'letAMomentPass'] },
        'user.loggedIn': [
          { guard: 'loginIsServed', target: '.loggedIn', actions: ['greet', { type: 'logIn', params: as }] },
          { actions: loginFails },
        ],
        'user.loggedOut': { target: '.loggedOut', actions: 'leave' },
        'sibling.loggedIn': { guard: 'isOnline', target: '.loggedIn', actions: { type: 'logIn', params: as } },
        'page.reloaded': { target: '.anonymous', actions: ['reload', 'knowNobody'] },
        'time.passed': { guard: { type: 'isALongWhile', params: to }, actions: 'giveUpHolding' },
      },
      states: {
        anonymous: {
          id: 'anonymous',
          on: {
            'request.sent': [
              { guard: { type: 'isRequired', params: how }, actions: turnAway('anonymous') },
              { actions: { type: 'sendBare', params: how } },
            ],
          },
        },
        loggedIn: {
          id: 'loggedIn',
          initial: 'content',
          on: {
            ...revoked,
            'request.sent': { actions: sent },
            'user.loggedIn': [
              {
                guard: 'loginIsServed',
                target: 'loggedIn',
                actions: ['revoke', 'greet', { type: 'logIn', params: as }],
              },
              { actions: loginFails },
            ],
            'user.loggedOut': { target: 'loggedOut', actions: ['revoke', 'leave'] },
            'sibling.loggedIn': [
              {
                guard: 'siblingMeetsUs',
                target: 'loggedIn',
                actions: ['revoke', 'siblingAsks', { type: 'logIn', params: as }],
              },
              never,
            ],
            'sibling.loggedOut': {
              guard: 'siblingMeetsUs',
              target: 'loggedOut',
              actions: ['revoke', 'siblingAsks', 'leave'],
            },
            'sibling.renewed': {
              guard: 'siblingCanRenew',
              target: 'loggedIn',
              actions: ['ask', { type: 'renew', params: { young: false } }],
            },
            'page.reloaded': { target: 'loggedIn', actions: 'reload' },
            'time.passed': never,
          },
          states: {
            content: {
              description: 'The token is good, as far as anybody knows.',
              always: { guard: 'needsRenewal', target: 'renewing' },
              on: {
                'time.passed': [
                  { guard: { type: 'isUntilDue', params: to }, actions: passed },
                  {
                    guard: { type: 'isUntilOver', params: to },
                    actions: [{ type: 'pass', params: 'renewal due' }, 'goOn'],
                  },
                ],
                'time.wentOn': { actions: 'growUp' },
                'device.slept': { target: '#asleep', actions: { type: 'sleep', params: to } },
              },
            },
            renewing: {
              description: 'A next token is wanted.',
              initial: 'trying',
              on: {
                'request.aborted': { guard: 'somebodyWaits', actions: 'abortFirst' },
                'moment.passed': { actions: 'tryAgain' },
                'time.passed': { guard: { type: 'comesTo', params: to }, actions: passed },
                'time.wentOn': { actions: ['passOver', 'letAMomentPass'] },
                'device.slept': { guard: { type: 'canSleep', params: to }, actions: passed },
              },
              states: {
                trying: {
                  always: [
                    {
                      guard: 'refreshTokenIsOver',
                      target: 'failed',
                      actions: { type: 'blame', params: 'refresh_token_expired' },
                    },
                    { guard: 'isOffline', target: 'hindered', actions: 'awaitNetwork' },
                    { guard: 'isIll', target: 'hindered', actions: ['ask', 'meetTrouble'] },
                    {
                      guard: 'refreshTokenIsGood',
                      target: '#loggedIn',
                      actions: ['ask', { type: 'renew', params: { young: true } }],
                    },
                    { target: 'failed', actions: ['ask', 'blameServer'] },
                  ],
                },
                hindered: { always: { guard: 'isToBeTried', target: 'trying' } },
                failed: {
                  always: [
                    { guard: 'isProving', target: '#anonymous', actions: 'goOnWithoutToken' },
                    { target: '#expired', actions: 'expire' },
                  ],
                },
              },
            },
          },
        },
        expired: {
          id: 'expired',
          on: {
            'request.sent': [
              { guard: { type: 'isToBeHeld', params: how }, actions: 'hold' },
              { actions: turnAway('session_expired') },
            ],
            'user.acknowledged': { target: 'anonymous', actions: 'acknowledge' },
          },
        },
        loggedOut: {
          on: {
            'request.sent': [
              { guard: { type: 'isRequired', params: how }, actions: turnAway('logged_out') },
              { actions: { type: 'sendBare', params: how } },
            ],
          },
        },
      },
    },
    asleep: {
      id: 'asleep',
      description: 'The device has slept, and the page does not know it yet.',
      on: { ...revoked, 'device.woke': '#loggedIn', 'request.sent': { target: '#loggedIn', actions: sent } },
    },
  },
})

import { setup } from 'xstate'
import type { SessionStatus } from '../../machines'
import type { SessionAct } from './session-acts'

const status = (name: SessionStatus) => ({ tags: [name] })

const leaving = { reload: 'restoring.fresh', returnLate: 'restoring.stale' } as const

const ending = { logOut: 'loggedOut', logOutElsewhere: 'loggedOut' } as const

const changing = { logInAsAnother: 'authenticated', logInElsewhere: 'authenticated' } as const

const renewing = { ...ending, renewalGranted: 'authenticated', renewalRefused: 'expired' } as const

const entering = { logIn: 'authenticated', logInElsewhere: 'authenticated', reload: 'restoring.empty' } as const

/** A session as somebody sees it who uses the app: what happens, and what status it then has. Nothing in it runs by itself. */
export const sessionStory = setup({ types: { events: {} as { type: SessionAct } } }).createMachine({
  id: 'story',
  initial: 'closed',
  states: {
    closed: { on: { open: 'restoring.empty' } },
    restoring: {
      ...status('restoring'),
      initial: 'empty',
      states: {
        empty: { on: { restore: '#story.anonymous' } },
        fresh: { on: { restore: '#story.authenticated' } },
        stale: { on: { restore: 'proving' } },
        proving: {
          on: {
            renewalGranted: '#story.authenticated',
            renewalRefused: '#story.anonymous',
            logOut: '#story.loggedOut',
          },
        },
      },
    },
    anonymous: { ...status('anonymous'), on: entering },
    authenticated: {
      ...status('authenticated'),
      on: {
        ...leaving,
        ...ending,
        ...changing,
        tokenDue: 'refreshing',
        tokenRefused: 'queuedRetry',
        sleep: 'queuedRetry',
      },
    },
    refreshing: {
      ...status('refreshing'),
      on: {
        ...renewing,
        ...changing,
        renewalFailed: 'refreshing',
        tokenEnd: 'queuedRetry',
        tokenRefused: 'queuedRetry',
      },
    },
    queuedRetry: { ...status('queuedRetry'), on: { ...renewing, ...changing, renewalFailed: 'queuedRetry' } },
    expired: { ...status('expired'), on: { ...entering, acknowledge: 'anonymous', logInAsAnother: 'authenticated' } },
    loggedOut: { ...status('loggedOut'), on: entering },
  },
})

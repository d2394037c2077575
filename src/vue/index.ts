export { type AuthGuardOptions, authGuard, type GuardedRoute, type LoginLocation, returnPath } from './auth-guard'
export { useAuthSelector, useAuthSession, useAuthStatus, useUser } from './composables'
export { authSession } from './plugin'

export { type AuthGuardOptions, authGuard } from './auth-guard'
export { provideAuthSession } from './provide-auth-session'
export {
  injectAuthSelector,
  injectAuthSession,
  injectAuthSnapshot,
  injectAuthStatus,
  injectUser,
} from './signals'

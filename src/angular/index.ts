export { type AuthRequestOptions, authContext } from './auth-context'
export { authInterceptor } from './auth-interceptor'
export { type LoggedInGuardOptions, loggedInGuard } from './logged-in-guard'
export { provideAuthSession } from './provide-auth-session'
export {
  injectAuthSelector,
  injectAuthSession,
  injectAuthSnapshot,
  injectAuthStatus,
  injectUser,
} from './signals'

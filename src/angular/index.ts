export { type AuthRequestOptions, authContext } from './auth-context'
export { type AuthGuardOptions, authGuard } from './auth-guard'
export { authInterceptor } from './auth-interceptor'
export { provideAuthSession } from './provide-auth-session'
export {
  injectAuthSelector,
  injectAuthSession,
  injectAuthSnapshot,
  injectAuthStatus,
  injectUser,
} from './signals'

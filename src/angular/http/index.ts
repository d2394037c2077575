export { type AuthRequestOptions, authContext } from './auth-context'
export { authInterceptor } from './auth-interceptor'

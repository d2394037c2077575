export { useAuthSelector, useAuthSession, useAuthStatus, useUser } from './accessors'
export { AuthSessionProvider, type AuthSessionProviderProps } from './auth-session-provider'

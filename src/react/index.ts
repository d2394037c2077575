'use client'

export { settledStatus } from '../guards/settled-status'
export { AuthSessionProvider, type AuthSessionProviderProps } from './auth-session-provider'
export { type GateProps, LoggedIn, NotLoggedIn, SessionExpired } from './gates'
export { useAuthSelector, useAuthSession, useAuthStatus, useUser } from './hooks'

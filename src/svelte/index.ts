export { provideAuthSession, useAuthSelector, useAuthSession, useAuthStatus, useUser } from './context'
export { authSelection, type Selection } from './selection'

export { installAuthSession } from './install-auth-session'
export type { SessionRequestOptions } from './session-request-options'

export { bindAuthSession } from './bind-auth-session'

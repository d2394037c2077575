export { authSession } from './plugin'

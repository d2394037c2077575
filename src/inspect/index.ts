export { createLogInspector } from './log-inspector'

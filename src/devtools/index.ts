export { type DevelopmentPorts, developmentPorts } from './development-ports'
export { mountDevtools } from './mount-devtools'

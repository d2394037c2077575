export { type DevelopmentPorts, developmentPorts } from './development-ports'
export { type DevtoolsOptions, mountDevtools } from './mount-devtools'

export { developmentPorts } from './development-ports'
export { mountDevtools } from './mount-devtools'

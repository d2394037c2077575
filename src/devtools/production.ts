import type { developmentPorts as portsInDevelopment } from './development-ports'
import type { mountDevtools as mountInDevelopment } from './mount-devtools'

/** What a production build gets in place of the panel: nothing is shown, and ports are as they were given. */
export const mountDevtools: typeof mountInDevelopment = () => () => {}

export const developmentPorts: typeof portsInDevelopment = (given = {}) => given

import { readParameters } from './parameters'

const { without } = readParameters()
if (without.includes('locks')) Object.defineProperty(navigator, 'locks', { value: undefined })
if (without.includes('channel')) Reflect.deleteProperty(globalThis, 'BroadcastChannel')

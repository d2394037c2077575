export * from './fake-backend'
export type { FakeToken } from './fake-tokens'
export * from './simulated-time'

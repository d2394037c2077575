export type * from './backend'
export * from './custom'
export * from './simple-jwt'

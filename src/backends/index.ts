export type * from './backend'
export * from './simple-jwt'

export * from './indexed-db-storage'

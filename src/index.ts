export type { EndReason, LastLogin, Persistence, RenewalDelay, SessionStatus, Stamp } from '../machines'
export type { AuthSession, AuthSessionEvents } from './auth-session'
export type {
  Answer,
  AuthBackend,
  BackendRequest,
  Call,
  FinalAnswer,
  FinalTable,
  Grant,
  LoginMethods,
  TokenPair,
} from './backends/backend'
export { createAuthSession } from './create-auth-session'
export { AuthSessionError, type AuthSessionErrorCode } from './errors'
export type { AuthSessionOptions, QueueOptions, RenewalOptions } from './options'
export { type ActiveUserOptions, activeUser } from './platform/active-user'
export { type Channel, processChannel } from './platform/channel'
export { type Clock, systemClock } from './platform/clock'
export { type LegacyKeysOptions, legacyKeys } from './platform/legacy-keys'
export { type Lifecycle, type LifecycleListener, pageLifecycle } from './platform/lifecycle'
export { type Lock, processLock } from './platform/lock'
export { type MemoryStorageOptions, memoryStorage } from './platform/memory-storage'
export { pageChannel } from './platform/page-channel'
export type { Intent, StoredSession, StoredState } from './platform/record'
export type { KeyValueArea } from './platform/record-store'
export type { SessionStorage, SessionStore, StoreScope } from './platform/store'
export type { Tombstone } from './platform/tombstone'
export { webLock } from './platform/web-lock'
export { type WebStorageOptions, webStorage } from './platform/web-storage'
export type { AuthFetch, AuthRequestInit } from './requests/fetch'
export type { AccessTokenOptions, Send, WithTokenOptions } from './requests/with-token'
export type { CheckFinding, CheckReport } from './session/check'
export type { AuthSnapshot } from './session/snapshot'
export type { RecordedEvent, RecordedState, RecordedStates, Recording } from './timeline'

import type { Caller } from './caller'
import type { Finding } from './finding'
import type { Heard } from './heard'
import type { Secrets } from './secrets'
import type { KnownServer } from './server'
import type { Target, TestCredentials } from './target'

/** What a probe is given. */
export interface Visit {
  readonly target: Target
  readonly caller: Caller
  readonly secrets: Secrets
  credentials(): Promise<TestCredentials | null>
  /** One that a login elsewhere brought; `null`: none was given. */
  refreshToken(): Promise<string | null>
}

/** A visit with what it has come to so far. */
export interface Rounds extends Visit {
  readonly server: KnownServer
  learn(facts: Partial<KnownServer>): void
  add(...findings: readonly Finding[]): void
  /** The answers so far, but those to preflights and to what is not there. */
  readonly heard: readonly Heard[]
  /** Whether what could end other logins of the test user may be done. */
  mayEndLogins(what: string): Promise<boolean>
  now(): number
}

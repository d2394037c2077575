import type { AuthRequestInit, AuthSnapshot, Recording, Stamp } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'

/** What became of a request: the status of its answer, the code with which the session refused it, or the platform's name of a failure. */
export type Outcome = number | string

/** What a page lets tests do and see; everything in it can be sent to another process. */
export interface PageSurface {
  login(credentials: PasswordCredentials): Promise<void>
  logout(): Promise<void>
  /** Sends a request to the API through the session. */
  ask(path: string, init?: AuthRequestInit): Promise<Outcome>
  /** Sends one as soon as the page hears of that, after the session has heard of it. */
  askOn(signal: 'resume' | 'pageshow' | 'online', path: string): void
  /** What became of it. */
  asked(): Promise<Outcome>
  /** Resolves when the session has that status, now or later. */
  until(status: AuthSnapshot['status']): Promise<void>
  snapshot(): AuthSnapshot
  /** What the page has lived through so far, in order. */
  diary(): readonly string[]
  timeline(): Recording
  /** Of the token that the session has. */
  stamp(): Stamp | null
  /** Of the record that the store holds. */
  stored(): Promise<Stamp | null>
  /** Where one of these secrets shows in what the page has that an empty one lacks, its document, and what it has told other tabs; `path: secret`. */
  secretsShown(secrets: Readonly<Record<string, string>>): readonly string[]
  /** What stands in each place where the browser keeps something for the page, by its key. */
  kept(): Promise<Readonly<Record<string, string>>>
  /** Begins to send one request after the other, each to a path that names the user whom the page shows when it is made. No diary is kept of it. */
  work(): void
  /** What that came to, and how often. */
  worked(): Readonly<Record<string, number>>
  /** The machine sleeps so many ms: when it wakes, the wall clock has moved, and no other. */
  sleep(ms: number): void
}

declare global {
  interface Window {
    readonly surface: PageSurface
  }
}

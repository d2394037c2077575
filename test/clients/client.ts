import type { AuthRequestInit } from 'xstate-auth-session'
import type { Session } from '../session/scene'

/** A request in the words that all clients share. */
export interface Ask {
  readonly url: string
  readonly method?: 'GET' | 'POST' | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: BodyInit | undefined
  readonly signal?: AbortSignal | undefined
  readonly auth?: AuthRequestInit['auth']
  readonly hold?: AuthRequestInit['hold']
}

/** What came of it, though the client calls it an error. */
export interface Told {
  readonly status: number
  /** Parsed by the client; what the server echoes. */
  readonly body: unknown
}

/** A client over a session. */
export interface Client extends Partial<Traits> {
  send(ask: Ask): Promise<Told>
  /** What it lacks, tried all the same. */
  readonly tried?: Partial<Traits>
}

/** What the users of some clients rely on. */
export interface Traits {
  /** Sends that body. */
  readonly bodies: true
  /** Heeds the signal that a request is given. */
  readonly abort: true
  /** The reason of that signal, out of what it rejects with. */
  readonly reason: (error: unknown) => unknown
  /** Gives up after that many ms, by its own means. */
  readonly timeout: (url: string, ms: number) => Promise<unknown>
  /** Tries a 503 again, twice at most, without a pause, by its own means; resolves with the status. */
  readonly retry: (url: string) => Promise<number>
  /** The answer's body as it comes. */
  readonly stream: (url: string) => Promise<AsyncIterable<Uint8Array>>
  /** The address from which the answer came, after redirects. */
  readonly url: (url: string) => Promise<string | undefined>
  /** Asks that the request outlive the page. */
  readonly keepalive: (url: string) => Promise<unknown>
  readonly request: (request: Request) => Promise<number>
}

export type TraitName = keyof Traits

/** A row of the table: adding a client is one of them. */
export interface ClientRow {
  readonly name: string
  open(session: Session): Client
  /** What the server's echo has to look like for it. */
  readonly shape?: (echo: unknown) => unknown
  /** What it hasn't, and why. */
  readonly lacks: Readonly<Partial<Record<TraitName, string>>>
  /** What its own retries try again: default a 503. */
  readonly retries?: 'whatever fails'
  /** What becomes of a body by its kind, where it isn't sent as it is. */
  readonly sentAs?: Readonly<Record<string, (body: BodyInit) => string>>
}

/** The fetch that a client is given; what it can't say of a request is said around it. */
export const fetchFor = (session: Session, { auth, hold }: Pick<Ask, 'auth' | 'hold'> = {}): typeof fetch =>
  auth || hold ? (input, init) => session.fetch(input, { ...init, auth, hold }) : session.fetch

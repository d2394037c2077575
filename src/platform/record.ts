import { epochCount, type LastLogin, type Stamp } from '../../machines'
import { isText } from '../shape'
import type { Tombstone } from './tombstone'

/** The session as a store keeps it. It holds the tokens: where it lives is the app's choice. */
export interface StoredSession {
  readonly version: 1
  /** Kind and origin of the backend; a record of another one is left alone. */
  readonly backend: string
  readonly epoch: string
  readonly generation: number
  readonly accessToken: string
  readonly refreshToken: string | null
  /** ms since the epoch, by this device's clock. */
  readonly sentAt: number
  readonly expiresAt: number | null
  readonly refreshExpiresAt: number | null
  readonly subject: string | null
  readonly user: unknown
  readonly lastLogin: LastLogin | null
}

/** Written before a refresh token is spent, cleared by the commit of its successor. */
export interface Intent {
  readonly stamp: Stamp
  /** ms; until then the rotation may still be answered. */
  readonly deadline: number
  /** Which session object it is; random. */
  readonly holder: string
  /** Whether its holder has the lock. If not, it counts for whoever is granted the lock meanwhile, too. */
  readonly locked?: boolean
}

/** All that a store knows under one key. */
export interface StoredState {
  readonly record: StoredSession | null
  readonly intent: Intent | null
  readonly tombstone: Tombstone | null
  /** Something is there that this version can't read; it is left alone. */
  readonly unreadable: boolean
  /** What is there was written by a later version of this library, as far as one can tell. */
  readonly newer?: boolean
}

type Written = Record<string, unknown>
type Migrations = Readonly<Record<number, (old: Written) => Written>>

/** How to read what earlier versions wrote: version n turns into n + 1. */
const MIGRATIONS: Migrations = {}

/** Reads a record; `undefined` for what is none. A newer version's is not readable here. */
export function parseRecord(text: string, migrations = MIGRATIONS): StoredSession | undefined {
  const value = migrated(parseObject(text) ?? {}, migrations)
  const { version, backend, epoch, generation, accessToken, refreshToken, sentAt, expiresAt, refreshExpiresAt } = value
  const { method, at } = (value['lastLogin'] ?? { method: '', at: 0 }) as Partial<LastLogin>
  const readable =
    version === 1 &&
    [backend, epoch, value['subject'] ?? '', method].every(isText) &&
    epochCount(epoch as string) > 0 &&
    isToken(accessToken) &&
    (refreshToken === null || isToken(refreshToken)) &&
    Number.isSafeInteger(generation) &&
    [sentAt, expiresAt ?? 0, refreshExpiresAt ?? 0, at].every(Number.isFinite)
  return readable ? (value as unknown as StoredSession) : undefined
}

/** Reads a note; `null` for what is none. */
export function parseIntent(text: string | null): Intent | null {
  const intent = (parseObject(text) ?? {}) as Partial<Intent>
  return typeof intent.deadline === 'number' && isText(intent.stamp?.epoch) ? (intent as Intent) : null
}

/** Reads a tombstone; `null` for what is none. */
export function parseTombstone(text: string | null): Tombstone | null {
  const { epochs, reason } = parseObject(text) ?? {}
  return Array.isArray(epochs) && [reason, ...epochs].every(isText) ? ({ epochs, reason } as Tombstone) : null
}

function migrated(value: Written, migrations: Migrations): Written {
  try {
    const migrate = migrations[Number(value['version'])]
    return migrate ? migrated(migrate(value), migrations) : value
  } catch {
    return {}
  }
}

/** JSON that is an object, or nothing. */
export function parseObject(text: string | null): Written | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Written) : undefined
  } catch {
    return undefined
  }
}

/** Whether it can stand in a header. What can't would be thrown back, in full, by the platform's own error. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

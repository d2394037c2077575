import { epochCount, type LastLogin, type Stamp } from '../../machines'
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
}

/** All that a store knows under one key. */
export interface StoredState {
  readonly record: StoredSession | null
  readonly intent: Intent | null
  readonly tombstone: Tombstone | null
  /** Something is there that this version can't read; it is left alone. */
  readonly unreadable: boolean
}

/** How to read what earlier versions wrote: version n turns into n + 1. */
const MIGRATIONS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {}

/** Reads a record; `undefined` for what is none. A newer version's is not readable here. */
export function parseRecord(text: string): StoredSession | undefined {
  let value = parseObject(text)
  for (let migrate = value && MIGRATIONS[Number(value['version'])]; value && migrate; ) {
    value = migrate(value)
    migrate = MIGRATIONS[Number(value['version'])]
  }
  if (value?.['version'] !== 1) return undefined
  const { backend, epoch, generation, accessToken, refreshToken, sentAt, expiresAt, refreshExpiresAt } = value
  const readable =
    typeof backend === 'string' &&
    typeof epoch === 'string' &&
    epochCount(epoch) > 0 &&
    Number.isSafeInteger(generation) &&
    isToken(accessToken) &&
    (refreshToken === null || isToken(refreshToken)) &&
    Number.isFinite(sentAt) &&
    isMoment(expiresAt) &&
    isMoment(refreshExpiresAt)
  return readable ? (value as unknown as StoredSession) : undefined
}

/** JSON that is an object, or nothing. */
export function parseObject(text: string | null): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Whether it can stand in a header. What can't would be thrown back, in full, by the platform's own error. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

const isMoment = (value: unknown): boolean => value === null || Number.isFinite(value)

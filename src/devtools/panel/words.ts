import type { EndReason, SessionStatus } from '../../../machines'
import type { WaitReason } from '../../development-fact'

/** A shape and a word for each status, so that none is told by colour alone. */
export const STATUS: Readonly<Record<SessionStatus, { readonly sign: string; readonly tone: Tone }>> = {
  restoring: { sign: '◌', tone: 'busy' },
  anonymous: { sign: '○', tone: 'plain' },
  authenticated: { sign: '●', tone: 'good' },
  refreshing: { sign: '◐', tone: 'good' },
  queuedRetry: { sign: '◔', tone: 'busy' },
  expired: { sign: '✕', tone: 'bad' },
  loggedOut: { sign: '□', tone: 'plain' },
}

export type Tone = 'good' | 'busy' | 'bad' | 'plain'

export const END: Readonly<Record<EndReason, string>> = {
  not_restored: 'what the store held could not be proved',
  rejected: 'the server refused the refresh token',
  answer_lost: 'the server refused the refresh token after an answer had been lost',
  refresh_token_expired: 'the refresh token had run out',
  access_token_expired: 'the access token ran out, and nothing could renew it',
  access_token_refused: 'the access token was refused, and nothing could renew it',
}

export const WAIT: Readonly<Record<WaitReason, string>> = {
  restoring: 'the session is being restored',
  thawed: 'the store is being looked at after a thaw',
  token_refused: 'the token was refused',
  token_lapsed: 'the token has run out',
  life_too_short: 'a longer life is wanted',
}

/** A span of time: `340 ms`, `4.2 s`, `3 min 05 s`, `2 h 10 min`. */
export function spanOf(ms: number): string {
  const size = Math.abs(ms)
  const sign = ms < 0 ? '−' : ''
  if (size < 1_000) return `${sign}${Math.round(size)} ms`
  if (size < 10_000) return `${sign}${(Math.floor(size / 100) / 10).toFixed(1)} s`
  const seconds = Math.floor(size / 1_000)
  if (seconds < 60) return `${sign}${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${sign}${minutes} min ${pad(seconds % 60)} s`
  return `${sign}${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`
}

/** A moment as a time of day in UTC, as the recordings' own sentences have it: `14:03:07.250`. */
export function clockTime(moment: number): string {
  const ms = ((Math.trunc(moment) % 86_400_000) + 86_400_000) % 86_400_000
  const parts = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60]
  return `${parts.map(pad).join(':')}.${String(ms % 1_000).padStart(3, '0')}`
}

const pad = (part: number): string => String(part).padStart(2, '0')

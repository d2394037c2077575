import type { StoredSession } from 'xstate-auth-session'

/** A record of one generation of a login, with tokens that name it. */
export function record(epoch: string, generation: number, more: Partial<StoredSession> = {}): StoredSession {
  return {
    version: 1,
    backend: 'simplejwt@https://api.example.com',
    epoch,
    generation,
    accessToken: `access-${epoch}-${generation}`,
    refreshToken: `refresh-${epoch}-${generation}`,
    sentAt: 1_000,
    expiresAt: 301_000,
    refreshExpiresAt: null,
    subject: 'ada',
    user: null,
    lastLogin: null,
    ...more,
  }
}

export const stamp = (epoch: string, generation: number) => ({ epoch, generation })

import { InjectionToken, inject, type WritableSignal } from '@angular/core'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'

/** What an app was given. */
export interface Provided {
  readonly session: AuthSession
  readonly snapshot: WritableSignal<AuthSnapshot>
  /** Elsewhere nothing is begun, and nobody is known. */
  readonly isBrowser: boolean
}

export const PROVIDED = new InjectionToken<readonly Provided[]>('AuthSession')

/** @throws Error where the app has no session; `who` is who asked. */
export function injectProvided(who: string): Provided {
  const [provided] = inject(PROVIDED, { optional: true }) ?? []
  if (!provided) throw new Error(`${who}: the app has no session; add provideAuthSession(session) to its providers`)
  return provided
}

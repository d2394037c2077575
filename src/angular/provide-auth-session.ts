import { isPlatformBrowser } from '@angular/common'
import {
  DestroyRef,
  type EnvironmentProviders,
  ErrorHandler,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
  provideEnvironmentInitializer,
  signal,
  type WritableSignal,
} from '@angular/core'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'

interface Provided {
  readonly session: AuthSession
  readonly snapshot: WritableSignal<AuthSnapshot>
}

const PROVIDED = new InjectionToken<readonly Provided[]>('AuthSession')

/**
 * Gives a session to the whole app, and keeps it started as long as the app's injector lives. On a server make a session
 * and an app for each request; nothing is started there. A session that has ended for good is told to the `ErrorHandler`,
 * as an `AuthSessionError` with the code `disposed`.
 *
 * @throws Error, as the app begins, where it has a session already.
 */
export function provideAuthSession(session: AuthSession): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: PROVIDED, multi: true, useFactory: () => ({ session, snapshot: signal(session.getSnapshot()) }) },
    provideEnvironmentInitializer(() => {
      const [provided, another] = inject(PROVIDED)
      if (!provided || another || inject(PROVIDED, { skipSelf: true, optional: true }))
        throw new Error('provideAuthSession: the app has a session already')
      keepStarted(provided)
    }),
  ])
}

function keepStarted({ session, snapshot }: Provided): void {
  if (!isBrowser()) return
  const errors = inject(ErrorHandler)
  let isAlive = true
  const unsubscribe = session.subscribe((next) => snapshot.set(next))
  // A timer that waits for the next renewal must not keep the app from being stable.
  inject(NgZone)
    .runOutsideAngular(() => session.start())
    .catch((error: unknown) => {
      if (isAlive) errors.handleError(error)
    })
  inject(DestroyRef).onDestroy(() => {
    isAlive = false
    unsubscribe()
    session.stop()
  })
}

/** @throws Error where the app has no session; `who` is who asked. */
export function injectProvided(who: string): Provided {
  const [provided] = inject(PROVIDED, { optional: true }) ?? []
  if (!provided) throw new Error(`${who}: the app has no session; add provideAuthSession(session) to its providers`)
  return provided
}

export const isBrowser = (): boolean => isPlatformBrowser(inject(PLATFORM_ID))

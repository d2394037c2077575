import { isPlatformBrowser } from '@angular/common'
import {
  DestroyRef,
  type EnvironmentProviders,
  ErrorHandler,
  inject,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
  provideEnvironmentInitializer,
  signal,
} from '@angular/core'
import type { AuthSession } from '../auth-session'
import { PROVIDED, type Provided } from './provided'

/**
 * Gives a session to the whole app, and keeps it started as long as the app's injector lives. On a server make a session
 * and an app for each request; nothing is started there. A session that has ended for good is told to the `ErrorHandler`,
 * as an `AuthSessionError` with the code `disposed`.
 *
 * @throws Error, as the app begins, where it has a session already.
 */
export function provideAuthSession(session: AuthSession): EnvironmentProviders {
  return makeEnvironmentProviders([
    {
      provide: PROVIDED,
      multi: true,
      useFactory: (): Provided => ({
        session,
        snapshot: signal(session.getSnapshot()),
        isBrowser: isPlatformBrowser(inject(PLATFORM_ID)),
      }),
    },
    provideEnvironmentInitializer(() => {
      const [provided, another] = inject(PROVIDED)
      if (!provided || another || inject(PROVIDED, { skipSelf: true, optional: true }))
        throw new Error('provideAuthSession: the app has a session already')
      keepStarted(provided)
    }),
  ])
}

function keepStarted({ session, snapshot, isBrowser }: Provided): void {
  if (!isBrowser) return
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

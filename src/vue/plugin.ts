import { type App, hasInjectionContext, type InjectionKey, inject, type Plugin, type ShallowRef, shallowRef } from 'vue'
import type { AuthSession } from '../auth-session'
import { keepStarted, refuseDisposed } from '../guards/keep-started'
import type { AuthSnapshot } from '../session/snapshot'

interface Provided {
  readonly session: AuthSession
  readonly snapshot: Readonly<ShallowRef<AuthSnapshot>>
}

const KEY: InjectionKey<Provided> = Symbol('auth-session')

/**
 * Gives a session to every component of an app: `app.use(authSession(session))`. It is kept started until the app is unmounted.
 * On a server make a session and an app for each request; nothing is started there.
 *
 * @throws Error where the app has a session already. AuthSessionError `disposed`, where the session has ended for good.
 */
export function authSession(session: AuthSession): Plugin {
  return {
    install(app: App) {
      if (app.runWithContext(() => inject(KEY, null)))
        throw new Error('app.use(authSession(…)): the app has a session already')
      refuseDisposed(session)
      const snapshot = shallowRef(session.getSnapshot())
      app.provide(KEY, { session, snapshot })
      if (!('document' in globalThis)) return
      const unsubscribe = session.subscribe((next) => {
        snapshot.value = next
      })
      const letGo = keepStarted(session)
      app.onUnmount(() => {
        unsubscribe()
        letGo()
      })
    },
  }
}

/** @throws Error outside of an app that has a session; `who` is who asked. */
export function useProvided(who: string): Provided {
  const provided = hasInjectionContext() ? inject(KEY, null) : null
  if (!provided) throw new Error(`${who}: there is no session; call app.use(authSession(session)), and this in setup()`)
  return provided
}

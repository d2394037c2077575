import { type App, type InjectionKey, inject, type Plugin, type ShallowRef, shallowReadonly, shallowRef } from 'vue'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'

interface Provided {
  readonly session: AuthSession
  readonly snapshot: Readonly<ShallowRef<AuthSnapshot>>
}

const KEY: InjectionKey<Provided> = Symbol('auth-session')

/**
 * Gives a session to every component of an app: `app.use(authSession(session))`. It is kept started as long as the app is
 * mounted. On a server make a session and an app for each request; nothing is started there.
 *
 * @throws Error where the app has a session already.
 */
export function authSession(session: AuthSession): Plugin {
  return {
    install(app: App) {
      if (app.runWithContext(() => inject(KEY, null)))
        throw new Error('app.use(authSession(…)): the app has a session already')
      const snapshot = shallowRef(session.getSnapshot())
      app.provide(KEY, { session, snapshot: shallowReadonly(snapshot) as Provided['snapshot'] })
      if (!('document' in globalThis)) return
      const unsubscribe = session.subscribe((next) => {
        snapshot.value = next
      })
      const fail = (error: unknown) => app.config.errorHandler?.(error, null, 'authSession')
      session.start().catch(fail)
      app.onUnmount(() => {
        unsubscribe()
        session.stop()
      })
    },
  }
}

/** @throws Error outside of an app that has a session; `who` is who asked. */
export function useProvided(who: string): Provided {
  const provided = inject(KEY, null)
  if (!provided) throw new Error(`${who}: the app has no session; call app.use(authSession(session)) first`)
  return provided
}

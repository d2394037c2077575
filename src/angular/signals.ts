import { computed, type Signal } from '@angular/core'
import type { SessionStatus } from '../../machines'
import type { AuthSession } from '../auth-session'
import type { AuthSnapshot } from '../session/snapshot'
import { injectProvided } from './provided'

/** The app's session. */
export function injectAuthSession<Session extends AuthSession = AuthSession>(): Session {
  return injectProvided('injectAuthSession').session as Session
}

/** What the session shows: another object whenever something in it has changed. */
export function injectAuthSnapshot<User = unknown>(): Signal<AuthSnapshot<User>> {
  return injectProvided('injectAuthSnapshot').snapshot.asReadonly() as Signal<AuthSnapshot<User>>
}

/** A part of the snapshot. It changes when `equal` says that it has, by default when it is another value. */
export function injectAuthSelector<Selected, User = unknown>(
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  equal: (a: Selected, b: Selected) => boolean = Object.is,
): Signal<Selected> {
  const { snapshot } = injectProvided('injectAuthSelector')
  return computed(() => selector(snapshot() as AuthSnapshot<User>), { equal })
}

/** The present status. */
export function injectAuthStatus(): Signal<SessionStatus> {
  return injectAuthSelector(({ status }) => status)
}

/** The user as the grant described them; `null` where it didn't, or where nobody is logged in. */
export function injectUser<User = unknown>(): Signal<User | null> {
  return injectAuthSelector<User | null, User>(({ user }) => user)
}

import { createElement, Fragment, type ReactElement, type ReactNode } from 'react'
import type { AuthSnapshot } from '../session/snapshot'
import { useAuthSelector } from './hooks'

export interface GateProps {
  readonly children?: ReactNode
  /** What stands in their place otherwise. */
  readonly fallback?: ReactNode
}

/** Shows its children while somebody is logged in: `authenticated`, `refreshing` or `queuedRetry`. */
export function LoggedIn(props: GateProps): ReactElement {
  return useGate(props, ({ loggedIn }) => loggedIn)
}

/** Shows its children while nobody is: `anonymous`, `expired` or `loggedOut`. Neither does while the session is `restoring`. */
export function NotLoggedIn(props: GateProps): ReactElement {
  return useGate(props, ({ loggedIn, status }) => !loggedIn && status !== 'restoring')
}

/** Shows its children while the session is `expired`: until the next login, or `session.acknowledge()`. */
export function SessionExpired(props: GateProps): ReactElement {
  return useGate(props, ({ status }) => status === 'expired')
}

function useGate({ children, fallback }: GateProps, isOpen: (snapshot: AuthSnapshot) => boolean): ReactElement {
  return createElement(Fragment, null, useAuthSelector(isOpen) ? children : fallback)
}

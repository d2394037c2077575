import { createElement, Fragment, type ReactElement, type ReactNode } from 'react'
import type { AuthSnapshot } from '../session/snapshot'
import { useSelected } from './selected'

export interface GateProps {
  readonly children?: ReactNode
  /** What stands in their place otherwise. */
  readonly fallback?: ReactNode
}

/** Shows its children while somebody is logged in: `authenticated`, `refreshing` or `queuedRetry`. */
export function LoggedIn(props: GateProps): ReactElement {
  return useGate('<LoggedIn>', props, ({ loggedIn }) => loggedIn)
}

/** Shows its children while nobody is: `anonymous`, `expired` or `loggedOut`. Neither does while the session is `restoring`. */
export function NotLoggedIn(props: GateProps): ReactElement {
  return useGate('<NotLoggedIn>', props, ({ loggedIn, status }) => !loggedIn && status !== 'restoring')
}

/** Shows its children while the session is `expired`: until the next login, or `session.acknowledge()`. */
export function SessionExpired(props: GateProps): ReactElement {
  return useGate('<SessionExpired>', props, ({ status }) => status === 'expired')
}

function useGate(
  name: string,
  { children, fallback }: GateProps,
  isOpen: (snapshot: AuthSnapshot) => boolean,
): ReactElement {
  return createElement(Fragment, null, useSelected(name, isOpen) ? children : fallback)
}

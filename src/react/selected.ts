import { useSelector } from '@xstate/react'
import { useSyncExternalStore } from 'react'
import type { AuthSnapshot } from '../session/snapshot'
import { useProvided } from './auth-session-provider'
import { storeBefore } from './session-store'

/** What of the snapshot `selector` picks; `asking` is whose name an error has. */
export function useSelected<Selected, User = unknown>(
  asking: string,
  selector: (snapshot: AuthSnapshot<User>) => Selected,
  compare: (a: Selected, b: Selected) => boolean = Object.is,
): Selected {
  const { store } = useProvided(asking)
  // `useSelector` shows a server, and HTML that comes alive, what the store has by now: the two need not agree.
  const isAlive = useSyncExternalStore(listenToNothing, yes, no)
  return useSelector(isAlive ? store : storeBefore, selector as (snapshot: AuthSnapshot) => Selected, compare)
}

const listenToNothing = () => () => {}
const yes = () => true
const no = () => false

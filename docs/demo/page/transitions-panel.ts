import type { Transition } from '../transition'
import { find, make } from './element'
import { createLogList } from './log-list'

/** The log of the session chart's transitions. */
export function createTransitionsPanel(): (transition: Transition) => void {
  const addLine = createLogList(find('transitions', HTMLOListElement))
  return ({ from, to, event }) => {
    const path = from === to ? `${from} stays` : `${from} → ${to}`
    addLine(Date.now(), make('span', '', path), make('span', 'facts', event))
  }
}

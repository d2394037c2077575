import type { AnyEventObject } from 'xstate'
import type { Charts } from './charts'
import { factsOf, textOf } from './facts'
import type { WireEvent, WireSnapshot } from './wire'

const STATUSES = ['active', 'done', 'error', 'stopped'] as const

/** What may be seen of an event; one that no chart knows has no name. */
export function seenEvent(event: AnyEventObject, { isEvent }: Charts): WireEvent {
  return { ...factsOf(event), ...seenResults(event), type: isEvent(event.type) ? event.type : 'unlisted' }
}

/** What may be seen of an actor's state. */
export function seenSnapshot(snapshot: unknown, charts: Charts): WireSnapshot {
  const { status, value, tags, context, children } = Object(snapshot)
  return {
    status: STATUSES.find((known) => known === status) ?? 'active',
    ...(value === undefined ? null : { value: seenValue(value, charts) }),
    ...(tags instanceof Set ? { tags: [...tags].filter(charts.isName) } : null),
    ...(context === undefined ? null : { context: factsOf(context) }),
    ...(children === undefined ? null : { children: seenChildren(children, charts) }),
    ...seenResults(snapshot),
  }
}

/** What XState itself puts facts into. Errors are named by the session's own actors, and never shown otherwise. */
function seenResults(given: unknown): Pick<WireSnapshot, 'input' | 'output' | 'error'> {
  const { input, output, error } = Object(given)
  return {
    ...(input === undefined ? null : { input: factsOf(input) }),
    ...(output === undefined ? null : { output: factsOf(output) }),
    ...(typeof error === 'string' ? { error: textOf(error) } : null),
  }
}

function seenValue(value: unknown, charts: Charts): unknown {
  if (typeof value === 'string') return charts.isName(value) ? value : 'unlisted'
  const parts = Object.entries(Object(value)).filter(([name]) => charts.isName(name))
  return Object.fromEntries(parts.map(([name, inner]) => [name, seenValue(inner, charts)]))
}

function seenChildren(children: object, { isActor }: Charts): WireSnapshot['children'] & object {
  return Object.fromEntries(
    Object.keys(children)
      .filter(isActor)
      .map((id) => [id, { id }]),
  )
}

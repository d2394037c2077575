/** What made an event of XState's own happen: an actor's end, a timer, or a machine's start. */
export type Origin =
  | { readonly kind: 'done' | 'failed'; readonly actor: string }
  | { readonly kind: 'rang'; readonly delay: string }
  | { readonly kind: 'began' | 'stopped' | 'told' }

const DONE = 'xstate.done.actor.'
const FAILED = 'xstate.error.actor.'
const AFTER = 'xstate.after.'

export function originOf(type: string): Origin {
  if (type.startsWith(DONE)) return { kind: 'done', actor: type.slice(DONE.length) }
  if (type.startsWith(FAILED)) return { kind: 'failed', actor: type.slice(FAILED.length) }
  if (type.startsWith(AFTER)) return { kind: 'rang', delay: type.slice(AFTER.length).split('.')[0] as string }
  if (type === 'renewal.faulted') return { kind: 'rang', delay: 'requestTimeout' }
  return { kind: type === 'xstate.init' ? 'began' : type === 'xstate.stop' ? 'stopped' : 'told' }
}

/** An event as a reader would write it: `done(restore)`, `after(tokenLapse)`, `user.loggedOut`. */
export function eventName(type: string): string {
  const origin = originOf(type)
  if ('actor' in origin) return `${origin.kind}(${origin.actor})`
  if (type.startsWith(AFTER) && 'delay' in origin) return `after(${origin.delay})`
  return origin.kind === 'began' || origin.kind === 'stopped' ? origin.kind : type
}

import type { Facts } from './facts'

/** What matters of a machine's context: `#2  waiting 3  misconfigured 405`. */
export function notesOn({ stamp, attempt, waiting, held, endReason, delay, result }: Facts): string {
  const { generation } = Object(stamp)
  const { cause, status } = Object(delay)
  const { outcome, reason } = Object(result)
  return [
    generation === undefined ? '' : `#${generation}`,
    Number(attempt) > 1 ? `try ${attempt}` : '',
    waiting ? `waiting ${waiting}` : '',
    held ? `held ${held}` : '',
    [cause, status].filter(Boolean).join(' '),
    outcome === reason ? outcome : [outcome, reason].filter(Boolean).join(': '),
    endReason ?? '',
  ]
    .filter(Boolean)
    .join('  ')
}

/** What an event says that no context keeps: the request that was refused, the fault. */
export function wordsOf({ label, where, message }: Facts): string {
  return [label, [where, message].filter(Boolean).join(': ')].filter(Boolean).join('  ')
}

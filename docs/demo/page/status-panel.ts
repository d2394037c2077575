import type { SessionStatus } from 'xstate-auth-session'
import { find, make, write } from './element'
import type { View } from './view'
import { delays, endings, statuses } from './wording'

/** The seven statuses, the one that holds lit, and what it means. */
export function createStatusPanel(): (view: View) => void {
  const list = find('statuses', HTMLOListElement)
  const meaning = find('meaning', HTMLParagraphElement)
  const delayed = find('delay', HTMLParagraphElement)
  const announcement = find('announcement', HTMLParagraphElement)
  const items = Object.entries(statuses).map(([status, { tone }]) => {
    const item = make('li', tone, status)
    item.addEventListener('animationend', () => item.classList.remove('left-just-now'))
    return [status as SessionStatus, item] as const
  })
  list.append(...items.map(([, item]) => item))
  let last: SessionStatus | null = null

  return ({ snapshot, context, now }) => {
    const { status, endReason } = snapshot
    for (const [name, item] of items) {
      const lit = name === status
      item.classList.toggle('lit', lit)
      if (lit) item.setAttribute('aria-current', 'true')
      else item.removeAttribute('aria-current')
      if (name === last && !lit) item.classList.add('left-just-now')
    }
    const reason = endReason ? ` ${endings[endReason]}` : ''
    write(meaning, `${statuses[status].means}${reason}`)
    // A renewal that goes well is no news to who listens to the page.
    const news = status !== last && status !== 'refreshing' && !(status === 'authenticated' && last === 'refreshing')
    if (news) write(announcement, `${status}: ${meaning.textContent}`)
    last = status

    const { delay } = context
    delayed.hidden = delay === null
    if (delay === null) return
    const seconds = Math.max(0, delay.retryAt - now) / 1_000
    write(delayed, `The last try failed, ${delays[delay.cause]}; the next one in ${seconds.toFixed(1)} s.`)
  }
}

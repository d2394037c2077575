import type { SessionContext, SessionStatus } from '../../../machines'
import { sessionLayout } from '../../chart/layouts'
import { make, setAttributes, setText } from './make'
import { pathOf } from './state-path'
import type { Part, View } from './view'
import { clockTime, END, STATUS } from './words'

/** Who is logged in, how the session is, and why it ended. */
export function createHeaderPart(...buttons: readonly HTMLElement[]): Part {
  const badge = make('strong', { class: 'badge' })
  const user = make('span', { class: 'user' })
  const remark = make('span', { class: 'remark' })

  return {
    element: make('header', {}, badge, user, remark, make('span', { class: 'group' }, ...buttons)),
    show(view) {
      const { states, snapshot, position, file } = view
      const status = statusOf(view)
      const { sign, tone } = STATUS[status]
      setText(badge, `${sign} ${status}`)
      setAttributes(badge, { 'data-tone': tone })
      const context = (states.session?.context ?? null) as SessionContext | null
      setText(user, context?.subject ?? 'nobody')
      const isPast = position !== null && `at ${clockTime(view.now)} UTC`
      const degraded = (position === null && snapshot?.degraded) || (context?.delay && status === 'queuedRetry')
      const reason = context?.endReason
      const remarks = [isPast, file, degraded && 'degraded: the last renewal failed', reason && END[reason]]
      setText(remark, remarks.filter(Boolean).join(' · '))
    },
  }
}

export function statusOf({ states, snapshot, position, file }: View): SessionStatus {
  if (position === null && snapshot && file === null) return snapshot.status
  const path = states.session ? pathOf(states.session.value) : 'restoring'
  const tags = sessionLayout.states.find((state) => state.path === path)?.tags ?? []
  return (tags.find((tag) => tag in STATUS) ?? 'restoring') as SessionStatus
}

import type { DemoSession } from './demo-session'
import { find, write } from './element'
import { createLoginForm } from './login-form'
import type { User } from './view'

/** The dialog over the form, where the session has ended and what was written is held for its user. */
export interface AgainDialog {
  /** `until`: ms since the epoch; when what is held is given up. */
  show(author: User | null, until: number): void
  tick(now: number): void
  hide(): void
}

export function createAgainDialog(session: DemoSession): AgainDialog {
  const dialog = find('again', HTMLDialogElement)
  const countdown = find('again-countdown', HTMLParagraphElement)
  const { fill, clear, submit } = createLoginForm(session, 'again-')
  let deadline = 0

  dialog.addEventListener('cancel', session.acknowledge)
  find('again-later', HTMLButtonElement).addEventListener('click', session.acknowledge)
  find('again-logout', HTMLButtonElement).addEventListener('click', () => void session.logout())

  return {
    show(author, until) {
      if (dialog.open) return
      deadline = until
      clear()
      if (author) fill(author)
      dialog.showModal()
      submit.focus()
    },
    tick(now) {
      const seconds = Math.max(0, Math.ceil((deadline - now) / 1_000))
      if (dialog.open) write(countdown, `It is held for another ${seconds} s.`)
    },
    hide() {
      if (dialog.open) dialog.close()
    },
  }
}

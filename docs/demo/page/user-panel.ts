import { users } from '../users'
import type { DemoSession } from './demo-session'
import { find, write } from './element'
import { createLoginForm } from './login-form'
import type { User, View } from './view'
import { endings } from './wording'

/** Who is logged in, or the form to do it. */
export function createUserPanel(session: DemoSession): (view: View) => void {
  const { form, submit, fill, logIn, clear } = createLoginForm(session)
  const ended = find('ended', HTMLDivElement)
  const endedText = find('ended-text', HTMLParagraphElement)
  const account = find('account', HTMLDivElement)
  const name = find('user', HTMLElement)
  const kept = find('kept', HTMLElement)
  const another = find('another', HTMLButtonElement)
  const logout = find('logout', HTMLButtonElement)
  let present: User | null = null

  another.addEventListener('click', () => {
    const { username, password } = otherThan(present)
    logIn({ username, password })
  })
  logout.addEventListener('click', () => void session.logout())
  find('acknowledge', HTMLButtonElement).addEventListener('click', session.acknowledge)

  return ({ snapshot, user }) => {
    const { status, loggedIn, endReason, held, persistence } = snapshot
    if (user !== present && user !== null) {
      fill(user)
      write(name, user.name)
      write(another, `Log in as ${otherThan(user).name}`)
    }
    if (user !== present) clear()
    present = user
    const focused = [form, account, ended].find((part) => part.contains(document.activeElement))
    account.hidden = !loggedIn
    form.hidden = loggedIn || status === 'restoring'
    ended.hidden = status !== 'expired'
    write(
      kept,
      persistence === 'tab' ? 'F5 keeps the session.' : 'This browser refuses to keep the session: F5 ends it.',
    )
    write(submit, status === 'expired' ? 'Log in again' : 'Log in')
    const waiting = held === 0 ? '' : ` ${held} ${held === 1 ? 'request is' : 'requests are'} held for the same user.`
    write(endedText, `Your session has ended. ${endReason ? endings[endReason] : ''}${waiting} Log in to go on.`)
    // A part that takes the focus away with it hands it to the one that comes in its place.
    if (focused?.hidden) (loggedIn ? another : submit).focus()
  }
}

const otherThan = (user: User | null): User => users.find((other) => other.id !== user?.id) ?? users[0]

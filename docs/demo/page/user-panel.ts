import { AuthSessionError } from 'xstate-auth-session'
import { users } from '../users'
import type { DemoSession } from './demo-session'
import { find, make, write } from './element'
import type { User, View } from './view'
import { endings } from './wording'

/** Who is logged in, or the form to do it. */
export function createUserPanel(session: DemoSession): (view: View) => void {
  const form = find('login', HTMLFormElement)
  const username = find('username', HTMLInputElement)
  const password = find('password', HTMLInputElement)
  const error = find('login-error', HTMLParagraphElement)
  const submit = find('login-button', HTMLButtonElement)
  const ended = find('ended', HTMLDivElement)
  const endedText = find('ended-text', HTMLParagraphElement)
  const account = find('account', HTMLDivElement)
  const name = find('user', HTMLElement)
  const kept = find('kept', HTMLElement)
  const another = find('another', HTMLButtonElement)
  const logout = find('logout', HTMLButtonElement)
  let present: User | null = null

  const choices = users.map((user) => {
    const radio = make('input', '')
    radio.type = 'radio'
    radio.name = 'user'
    radio.addEventListener('change', () => fill(user))
    find('users', HTMLFieldSetElement).append(make('label', '', radio, ` ${user.name}`))
    return [user, radio] as const
  })

  function fill(user: User): void {
    username.value = user.username
    password.value = user.password
    for (const [choice, radio] of choices) radio.checked = choice === user
  }

  async function logIn(credentials: { username: string; password: string }): Promise<void> {
    error.hidden = true
    try {
      await session.login(credentials)
    } catch (reason) {
      error.textContent = explain(reason)
      error.hidden = false
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    logIn({ username: username.value, password: password.value })
  })
  another.addEventListener('click', () => {
    const { username, password } = otherThan(present)
    logIn({ username, password })
  })
  logout.addEventListener('click', () => void session.logout())
  find('acknowledge', HTMLButtonElement).addEventListener('click', session.acknowledge)
  fill(users[0])

  return ({ snapshot, user }) => {
    const { status, loggedIn, endReason, held, persistence } = snapshot
    if (user !== present && user !== null) {
      fill(user)
      write(name, user.name)
      write(another, `Log in as ${otherThan(user).name}`)
    }
    if (user !== present) error.hidden = true
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

function explain(reason: unknown): string {
  if (!(reason instanceof AuthSessionError)) return String(reason)
  if (reason.code === 'login_rejected') return 'The server knows no such user name and password.'
  return `${reason.message}.`
}

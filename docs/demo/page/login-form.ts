import { AuthSessionError } from 'xstate-auth-session'
import { users } from '../users'
import type { DemoSession } from './demo-session'
import { find, make } from './element'
import type { User } from './view'

/** A form to log in by, filled in for either user. */
export interface LoginForm {
  readonly form: HTMLFormElement
  readonly submit: HTMLButtonElement
  fill(user: User): void
  /** Never rejects: what is wrong is said below the form. */
  logIn(credentials: Pick<User, 'username' | 'password'>): Promise<void>
  /** Says nothing of the last try any more. */
  clear(): void
}

/** `prefix`: of the ids of its parts in index.html. */
export function createLoginForm(session: DemoSession, prefix: '' | 'again-' = ''): LoginForm {
  const form = find(`${prefix}login`, HTMLFormElement)
  const username = find(`${prefix}username`, HTMLInputElement)
  const password = find(`${prefix}password`, HTMLInputElement)
  const error = find(`${prefix}login-error`, HTMLParagraphElement)

  const choices = users.map((user) => {
    const radio = make('input', '')
    radio.type = 'radio'
    radio.name = `${prefix}user`
    radio.addEventListener('change', () => fill(user))
    find(`${prefix}users`, HTMLFieldSetElement).append(make('label', '', radio, ` ${user.name}`))
    return [user, radio] as const
  })

  function fill(user: User): void {
    username.value = user.username
    password.value = user.password
    for (const [choice, radio] of choices) radio.checked = choice === user
  }

  function clear(): void {
    error.hidden = true
  }

  async function logIn(credentials: { username: string; password: string }): Promise<void> {
    clear()
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
  fill(users[0])
  return { form, submit: find(`${prefix}login-button`, HTMLButtonElement), fill, logIn, clear }
}

function explain(reason: unknown): string {
  if (!(reason instanceof AuthSessionError)) return String(reason)
  if (reason.code === 'login_rejected') return 'The server knows no such user name and password.'
  return `${reason.message}.`
}

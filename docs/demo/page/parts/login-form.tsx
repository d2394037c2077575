import { type FormEvent, useState } from 'react'
import { type Credentials, users } from '../../users'

interface LoginFormProps {
  /** What its button says. */
  readonly label: string
  readonly onLogIn: (credentials: Credentials) => Promise<void>
  /** Puts what went wrong into words. */
  readonly explain: (reason: unknown) => string
  /** Whether its button takes the focus when the form comes. */
  readonly focused?: boolean
}

/** A form to log in by, filled in for either user. */
export function LoginForm({ label, onLogIn, explain, focused = false }: LoginFormProps) {
  const [{ username, password }, setGiven] = useState<Credentials>(users[0])
  const [trouble, setTrouble] = useState('')
  const logIn = async (event: FormEvent) => {
    event.preventDefault()
    setTrouble('')
    await onLogIn({ username, password }).catch((reason: unknown) => setTrouble(explain(reason)))
  }
  return (
    <form className="login" onSubmit={logIn}>
      <fieldset className="users">
        <legend className="unseen">Who</legend>
        {users.map((user) => (
          <label key={user.id}>
            <input type="radio" name="user" checked={user.username === username} onChange={() => setGiven(user)} />
            {user.name}
          </label>
        ))}
      </fieldset>
      <label>
        User name
        <input
          autoComplete="off"
          autoCapitalize="none"
          required
          value={username}
          onChange={({ target }) => setGiven({ username: target.value, password })}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          autoComplete="off"
          required
          value={password}
          onChange={({ target }) => setGiven({ username, password: target.value })}
        />
      </label>
      <button className="main" type="submit" ref={focused ? focus : null}>
        {label}
      </button>
      <p className="error" role="alert">
        {trouble}
      </p>
    </form>
  )
}

const focus = (button: HTMLButtonElement | null) => button?.focus({ preventScroll: true })

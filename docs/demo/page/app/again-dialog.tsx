import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { LoginForm } from '../parts/login-form'
import type { DemoSession } from './demo-session'
import { explainFailure } from './wording'

/** Asks for the login again while the form stays as it is; not modal, so that one sees that it does. */
export function AgainDialog() {
  const session = useAuthSession<DemoSession>()
  const isHeld = useAuthSelector(({ held }) => held > 0)
  return (
    <dialog open className="again" aria-labelledby="again-title">
      <h3 id="again-title">Your session has ended. What you wrote is still here.</h3>
      <p>{isHeld ? 'Log in again, and it is sent: once, and only for you.' : 'Log in again to go on.'}</p>
      <LoginForm
        label={isHeld ? 'Log in and send' : 'Log in again'}
        onLogIn={session.login}
        explain={explainFailure}
        focused
      />
      <div className="buttons">
        <button type="button" onClick={session.acknowledge}>
          Not now
        </button>
      </div>
    </dialog>
  )
}

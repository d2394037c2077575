import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { users } from '../../users'
import { userOf } from './demo-user'
import { useNow } from './use-now'
import { statuses } from './wording'

/** Who is logged in, how that stands, and the way out. */
export function SessionLine() {
  const session = useAuthSession()
  const { status, loggedIn, expiresAt, waiting, held, claims } = useAuthSelector((snapshot) => snapshot)
  const user = userOf({ claims })
  const { means, tone } = statuses[status]
  const left = useSecondsUntil(expiresAt)
  const another = users.find(({ id }) => id !== user?.id) ?? users[0]
  return (
    <div className="session-line">
      <p className={`status ${tone}`} data-status={status} role="status">
        {means}
      </p>
      {user && <p>{user.name}</p>}
      {loggedIn && <p className="faint seconds">{left > 0 ? `token: ${left} s` : 'token: ended'}</p>}
      {waiting > 0 && <p className="faint">{waiting} waiting</p>}
      {held > 0 && <p className="faint">{held} kept for you</p>}
      {(loggedIn || status === 'restoring') && (
        <div className="buttons">
          <button type="button" onClick={() => session.logout()}>
            Log out
          </button>
          {loggedIn && (
            <button type="button" onClick={() => session.login(another).catch(() => {})}>
              Become {another.name.split(' ', 1)[0]}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function useSecondsUntil(moment: number | null): number {
  const now = useNow()
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1_000))
}

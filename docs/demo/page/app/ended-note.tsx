import { useState } from 'react'
import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { explain } from 'xstate-auth-session/testing'
import { endings } from './wording'

/** Why the session ended: in plain words, and as its recording tells it. */
export function EndedNote() {
  const status = useAuthSelector((snapshot) => snapshot.status)
  const endReason = useAuthSelector((snapshot) => snapshot.endReason)
  if (endReason === null && status !== 'loggedOut') return null
  return (
    <div className="ended" role="status">
      <p>
        <strong>Why did it end?</strong> {endReason === null ? 'Somebody has logged out.' : endings[endReason]}
      </p>
      <Told key={`${status} ${endReason}`} />
    </div>
  )
}

/** The sentence of the recording as it is when this comes on the page. */
function Told() {
  const session = useAuthSession()
  const [sentence] = useState(() => {
    try {
      return explain(session.timeline())
    } catch (error) {
      // A recording that can't be replayed is no reason to lose what the user has written.
      return String(error)
    }
  })
  return (
    <p className="told">
      <span className="faint">What the session’s recording says:</span> {sentence}
    </p>
  )
}

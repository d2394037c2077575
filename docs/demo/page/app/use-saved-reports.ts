import { useCallback, useEffect, useRef, useState } from 'react'
import { useAuthSelector, useAuthSession } from 'xstate-auth-session/react'
import { REPORTS } from '../../paths'
import type { KeptReport } from '../../report'
import { userOf } from './demo-user'

/** The reports of who is logged in: read for each user, and whenever `read` is called. */
export function useSavedReports() {
  const { fetch } = useAuthSession()
  const user = useAuthSelector((snapshot) => userOf(snapshot)?.id ?? null)
  const [reports, setReports] = useState<readonly KeptReport[] | null>(null)
  const [trouble, setTrouble] = useState('')

  /** Ends with the user: what was asked for one is not shown to another. */
  const reading = useRef(new AbortController())

  const read = useCallback(async () => {
    const { signal } = reading.current
    try {
      const response = await fetch(REPORTS, { auth: 'required', signal })
      if (!response.ok) throw new Error(`The server answered ${response.status}`)
      const kept = await response.json()
      if (signal.aborted) return
      setReports(kept.reports)
      setTrouble('')
    } catch {
      if (!signal.aborted) setTrouble('They could not be read.')
    }
  }, [fetch])
  useEffect(() => {
    setReports(null)
    setTrouble('')
    if (user === null) return
    const own = new AbortController()
    reading.current = own
    read()
    return () => own.abort()
  }, [read, user])

  return { reports, trouble, read }
}

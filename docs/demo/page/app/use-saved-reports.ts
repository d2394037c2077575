import { useCallback, useEffect, useState } from 'react'
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

  const read = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const response = await fetch(REPORTS, { auth: 'required', ...(signal && { signal }) })
        if (!response.ok) throw new Error(`The server answered ${response.status}`)
        setReports((await response.json()).reports)
        setTrouble('')
      } catch {
        if (!signal?.aborted) setTrouble('They could not be read.')
      }
    },
    [fetch],
  )
  useEffect(() => {
    setReports(null)
    setTrouble('')
    if (user === null) return
    const left = new AbortController()
    read(left.signal)
    return () => left.abort()
  }, [read, user])

  return { reports, trouble, read }
}

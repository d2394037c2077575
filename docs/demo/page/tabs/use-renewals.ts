import { useEffect, useState } from 'react'
import { control } from '../start/control'

const POLL_MS = 1_000

/** How many renewals the server has granted so far; `null` while that is not known. */
export function useRenewals(): number | null {
  const [renewals, setRenewals] = useState<number | null>(null)
  useEffect(() => {
    const look = async () => {
      const { families } = await control.state()
      // A login brings the first access token, and each renewal another.
      setRenewals(families.reduce((sum, { accessTokens }) => sum + accessTokens - 1, 0))
    }
    const timer = setInterval(() => look().catch(() => {}), POLL_MS)
    return () => clearInterval(timer)
  }, [])
  return renewals
}

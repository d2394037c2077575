import { useEffect, useState } from 'react'
import { now } from './demo-session'

const TICK_MS = 500

/** The present moment, twice a second. */
export function useNow(): number {
  const [moment, setMoment] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return moment
}

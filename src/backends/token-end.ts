import { jwtDecode } from 'jwt-decode'

/** Whether a JWT lives longer than another one; what can't be read does not. */
export function isLaterThan(token: string, other: string): boolean {
  return endOf(token) > endOf(other)
}

function endOf(token: string): number {
  try {
    return Number(jwtDecode(token).exp ?? 0)
  } catch {
    return 0
  }
}

import { jwtDecode } from 'jwt-decode'

/** What stands for an access token that no script sees. It may name whose it is. */
const HIDDEN = 'access-cookie'

/** What stands for the access token of a session of which nothing but a hint is known. */
export const UNKNOWN = 'unknown'

/** `owner`: who the user is, where the server told. */
export const hiddenToken = (owner: string | undefined): string =>
  owner === undefined ? HIDDEN : `${HIDDEN}.${encodeURIComponent(owner.replace(/\p{Cs}/gu, codeOf))}`

/** Half a character, which has no encoding of its own. */
const codeOf = (half: string) => `\ufffd${half.charCodeAt(0)}`

/** Whether it stands for a token, and is none. */
export const isWord = (accessToken: string): boolean =>
  accessToken === UNKNOWN || accessToken === HIDDEN || accessToken.startsWith(`${HIDDEN}.`)

/** Whose it is; `null` where it doesn't say. */
export function ownerOf(accessToken: string): string | null {
  if (isWord(accessToken)) return accessToken.slice(HIDDEN.length + 1) || null
  try {
    const { user_id, sub = user_id } = Object(jwtDecode(accessToken))
    return sub === undefined ? null : String(sub)
  } catch {
    return null
  }
}

import { type Cookie, isCsrf } from './cookies'

/** The readable cookie by which a page knows that somebody may be logged in: short, and there for as long as the hidden one. */
export function hintIn(cookies: readonly Cookie[]): string | null {
  const hidden = cookies.some(({ isHttpOnly, life }) => isHttpOnly && life !== null)
  const found = cookies.find(
    (cookie) => !cookie.isHttpOnly && !isCsrf(cookie) && cookie.path === '/' && /^\w{1,10}$/.test(cookie.value),
  )
  return hidden && found?.life !== null ? (found?.name ?? null) : null
}

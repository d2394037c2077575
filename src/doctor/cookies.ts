import { parseHttpDate } from '../platform/clock'
import type { Answered } from './caller'

/** A cookie as a server sets it (RFC 6265, section 4.1). */
export interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly isHttpOnly: boolean
  readonly isSecure: boolean
  /** In lower case; `null` where the browser's default counts, which is `lax`. */
  readonly sameSite: string | null
  /** s; `null` where it ends with the browser. Not above 0: it is deleted. */
  readonly life: number | null
}

export function cookiesIn({ headers }: Pick<Answered, 'headers'>, now: number): Cookie[] {
  return headers.getSetCookie().flatMap((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', ...value] = pair.split('=')
    if (!/^[\w.-]{1,60}$/.test(name)) return []
    const has = (attribute: string) => attributes.some((other) => other.toLowerCase() === attribute)
    const told = (attribute: string) => {
      const found = attributes.find((other) => other.toLowerCase().startsWith(`${attribute}=`))
      return found?.slice(attribute.length + 1) ?? null
    }
    return {
      name,
      value: value.join('='),
      path: told('path') ?? '/',
      isHttpOnly: has('httponly'),
      isSecure: has('secure'),
      sameSite: told('samesite')?.toLowerCase() ?? null,
      life: lifeIn(told('max-age'), told('expires'), now),
    }
  })
}

/** The cookie that renews: hidden from scripts, called so, or else not called an access token. */
export function refreshCookieIn(cookies: readonly Cookie[]): Cookie | null {
  const hidden = cookies.filter(({ isHttpOnly, name }) => isHttpOnly && !isCsrf({ name }))
  const isAccess = ({ name }: Cookie) => /access|auth$/i.test(name)
  return hidden.find(({ name }) => /refresh/i.test(name)) ?? hidden.find((one) => !isAccess(one)) ?? hidden[0] ?? null
}

export const isCsrf = ({ name }: Pick<Cookie, 'name'>) => /csrf|xsrf/i.test(name)

/** What of their values is nobody else's business: `1` is no secret. */
export const secretsIn = (cookies: readonly Cookie[]): string[] =>
  cookies.flatMap((cookie) => (cookie.isHttpOnly || isCsrf(cookie) || cookie.value.length > 10 ? [cookie.value] : []))

function lifeIn(maxAge: string | null, expires: string | null, now: number): number | null {
  if (maxAge !== null && /^-?\d+$/.test(maxAge)) return Number(maxAge)
  const end = parseHttpDate(expires)
  return end === null ? null : (end - now) / 1_000
}

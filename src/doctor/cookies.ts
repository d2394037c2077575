import type { Answered } from './caller'

/** A cookie as a server sets it (RFC 6265, section 4.1). */
export interface Cookie {
  readonly name: string
  readonly value: string
  readonly isHttpOnly: boolean
  readonly isSecure: boolean
  /** In lower case; `null` where the browser's default counts, which is `lax`. */
  readonly sameSite: string | null
}

export function cookiesIn({ headers }: Pick<Answered, 'headers'>): Cookie[] {
  return headers.getSetCookie().flatMap((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', ...value] = pair.split('=')
    if (!/^[\w.-]{1,60}$/.test(name)) return []
    const has = (attribute: string) => attributes.some((other) => other.toLowerCase() === attribute)
    const sameSite = attributes.map((attribute) => /^samesite=(\w+)$/i.exec(attribute)?.[1]).find(Boolean)
    return {
      name,
      value: value.join('='),
      isHttpOnly: has('httponly'),
      isSecure: has('secure'),
      sameSite: sameSite?.toLowerCase() ?? null,
    }
  })
}

/** Credentials that an explanation may quote: they name the user and prove nothing. */
const NAMES = /^(user(name)?|e-?mail|login)$/i

/** A server's explanation of a refusal; whatever of it echoes the credentials is cut out. */
export function withoutEcho(explanation: unknown, credentials: object): unknown {
  const secrets = textsOf(credentials).sort((a, b) => b.length - a.length)
  const quotes = new RegExp(secrets.map(quotesOf).join('|') || '$.', 'giu')
  const cut = (text: string) => text.replace(quotes, '[removed]')
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return cut(value)
    if (typeof value === 'number') return secrets.includes(String(value)) ? '[removed]' : value
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    const fields = Object.entries(value).map(([name, inner]) => [name in credentials ? name : cut(name), clean(inner)])
    return Object.fromEntries(fields)
  }
  return clean(explanation)
}

/** Matches a text however servers quote it: as it is, in JSON, in a query, or one in the other. */
function quotesOf(text: string): string {
  return Array.from(text, (letter) => {
    const code = (letter.codePointAt(0) as number).toString(16)
    const bytes = Array.from(new TextEncoder().encode(letter), (byte) => `%(25)*${byte.toString(16)}`)
    return `(\\\\|%5c){0,3}([+\\u{${code}}]|u0*${code}|${bytes.join('')})`
  }).join('')
}

function textsOf(value: unknown, name = ''): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, field]) => textsOf(field, inner))
  const isText = typeof value === 'string' || typeof value === 'number'
  return isText && value !== '' && !NAMES.test(name) ? [String(value)] : []
}

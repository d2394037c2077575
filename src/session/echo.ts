/** Credentials that an explanation may quote: they name the user and prove nothing. */
const NAMES = /^(user(name)?|e-?mail|login)$/i

/** A server's explanation of a refusal; whatever of it echoes the credentials is cut out. */
export function withoutEcho(explanation: unknown, credentials: object): unknown {
  const secrets = textsOf(credentials).sort((a, b) => b.length - a.length)
  const cut = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text)
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

function textsOf(value: unknown, name = ''): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, field]) => textsOf(field, inner))
  const isText = (typeof value === 'string' && value !== '') || typeof value === 'number'
  return isText && !NAMES.test(name) ? [String(value)] : []
}

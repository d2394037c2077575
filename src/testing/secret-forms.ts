/** A spelling of a secret, and how it came about; `''`: as it is. */
interface Form {
  readonly text: string
  readonly as: string
}

/** What a text may turn out to say. */
interface Reading extends Form {
  /** In the alphabet of base64url. */
  readonly url: string
  readonly lower: string
}

/** How often an escape may have been escaped again: JSON in JSON in a query. */
const ROUNDS = 3

/** A JWT's payload and signature; shorter ones say nothing of the token. */
const JWT = /^[\w-]+\.([\w-]{16,})\.([\w-]*)$/

const DECODERS = [
  ['percent-encoded', /%[\da-f]{2}/i, unescapePercent],
  ['form-encoded', /\+/, (text) => unescapePercent(text.replaceAll('+', ' '))],
  ['JSON-escaped', /\\/, unescapeJson],
  ['HTML-escaped', /&#?\w+;/, unescapeHtml],
] satisfies [as: string, hint: RegExp, decode: (text: string) => string][]

/** Looks for one secret in texts; it tells how it was spelled, or `null`. */
export function createSearch(secret: string): (readings: readonly Reading[]) => string | null {
  const [, payload = '', signature = ''] = JWT.exec(secret) ?? []
  const plain: Form[] = [
    { text: secret, as: '' },
    ...(payload ? [{ text: payload, as: 'its payload' }] : []),
    ...(signature.length >= 16 ? [{ text: signature, as: 'its signature' }] : []),
  ]
  const encoder = new TextEncoder()
  const encoded = encodeURIComponent(new TextDecoder().decode(encoder.encode(secret)))
  const spellings = new Set([secret, JSON.stringify(secret).slice(1, -1), encoded])
  const bytes = [...spellings].map((spelling) => encoder.encode(spelling))
  const base64 = bytes.flatMap(base64Forms)
  const hex = bytes.map((each) => Array.from(each, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  const shortest = Math.min(...plain.map(({ text }) => text.length), ...base64.map(({ length }) => length))
  return (readings) => {
    for (const { text, as, url, lower } of readings) {
      if (text.length < shortest) continue
      const form = plain.find((each) => text.includes(each.text))?.as
      if (form !== undefined) return [form, as].filter(Boolean).join(', ')
      if (base64.some((each) => url.includes(each))) return ['in base64', as].filter(Boolean).join(', ')
      if (hex.some((each) => lower.includes(each))) return ['in hex', as].filter(Boolean).join(', ')
    }
    return null
  }
}

/** A text, and what it says once its escapes are taken off, in any order. */
export function readingsOf(text: string): readonly Reading[] {
  const known = new Map([[text, '']])
  let latest = [...known]
  for (let round = 0; round < ROUNDS; round++) {
    const next: [string, string][] = []
    for (const [escaped, as] of latest)
      for (const [how, hint, decode] of DECODERS) {
        const decoded = hint.test(escaped) ? decode(escaped) : escaped
        if (known.has(decoded)) continue
        known.set(decoded, as || how)
        next.push([decoded, as || how])
      }
    latest = next
  }
  return Array.from(known, ([text, as]) => {
    const url = text.replaceAll('+', '-').replaceAll('/', '_')
    return { text, as, url, lower: text.toLowerCase() }
  })
}

/** Its bytes may begin at any of three places within a group of base64: each shows other characters. */
function base64Forms(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((offset) => {
    const binary = '\0'.repeat(offset) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    const whole = btoa(binary).replaceAll('+', '-').replaceAll('/', '_')
    return whole.slice(Math.ceil((offset * 8) / 6), Math.floor((binary.length * 8) / 6))
  })
}

function unescapePercent(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function unescapeJson(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code?: string, letter = '') =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (LETTERS[letter] ?? letter),
  )
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name = '') => {
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : (ENTITIES[name.toLowerCase()] ?? whole)
    },
  )
}

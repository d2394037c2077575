import { innerValues } from './inner-values'
import { createSearch, readingsOf } from './secret-forms'

/** A place where a secret shows. */
export interface FoundSecret {
  /** How it is reached from what was looked at: `events[3].error.cause.message`. */
  readonly path: string
  /** The secret's name, or its place in the list: `secrets[0]`. */
  readonly secret: string
  /** How it is written there: `'percent-encoded'`; `''`: as it is. */
  readonly form: string
}

/** What was looked at is too large to be looked through. */
class TooLargeError extends RangeError {
  constructor() {
    super(`expectNoSecrets: more than ${LIMIT} values: look at a part of it, or at less at a time`)
  }
}

interface Place {
  readonly value: unknown
  readonly step: string
  readonly name?: string | undefined
  readonly from: Place | null
}

/** Values, texts and objects alike. */
const LIMIT = 250_000

/** Texts that are seen again and again, such as keys, are short. */
const REMEMBERED = 200

/** Every place, the nearest first, where one of these secrets shows; each object is entered once. */
export function* findSecrets(found: unknown, secrets: ReadonlyMap<string, string>): Generator<FoundSecret> {
  const searches = Array.from(secrets, ([name, secret]) => [name, createSearch(secret)] as const)
  const known = new Map<string, readonly Omit<FoundSecret, 'path'>[]>()
  const showing = (text: string) => {
    const before = known.get(text)
    if (before) return before
    const readings = readingsOf(text)
    const shown = searches.flatMap(([secret, search]) => {
      const form = search(readings)
      return form === null ? [] : [{ secret, form }]
    })
    if (text.length <= REMEMBERED) known.set(text, shown)
    return shown
  }
  const pathTo = (place: Place): string => {
    const steps: string[] = []
    for (let at = place; at.from; at = at.from) {
      const [hidden] = showing(at.name ?? at.step)
      steps.unshift(hidden ? `[a name that holds ${hidden.secret}]` : at.step)
    }
    return steps.join('').replace(/^[. ]/, '') || 'the value itself'
  }

  const seen = new Set<object>()
  const inherited = new Map<object, readonly PropertyKey[]>()
  const places: Place[] = [{ value: found, step: '', from: null }]
  for (let next = 0; next < places.length; next++) {
    const place = places[next] as Place
    const { value, name } = place
    if (name !== undefined) for (const shown of showing(name)) yield { path: pathTo(place), ...shown }
    const text = textOf(value)
    if (text) for (const shown of showing(text)) yield { path: pathTo(place), ...shown }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue
    seen.add(value)
    for (const inner of innerValues(value, inherited)) {
      places.push({ ...inner, from: place })
      if (places.length > LIMIT) throw new TooLargeError()
    }
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return ['number', 'bigint', 'symbol'].includes(typeof value) ? String(value) : null
}

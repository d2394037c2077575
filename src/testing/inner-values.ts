/** How what is inside is reached, as one would write it: `.cause`, `[3]`, `.get("token")`. */
export interface InnerValue {
  readonly step: string
  readonly value: unknown
  /** Its name, where that may say something itself. */
  readonly name?: string
}

type Pairs = Iterable<readonly [unknown, unknown]>

/** Objects of the platform whose own symbols hold their insides, bodies among them. */
const SEALED = /^\[object (Request|Response|Headers|FormData|URLSearchParams|AbortSignal|Blob|File)\]$/

/** A stream is read only once, and `__proto__` is inherited from anyhow. */
const LEFT_ALONE: readonly PropertyKey[] = ['__proto__', 'body']

/**
 * What a value consists of, hidden properties and getters included. Nothing that is read only once is read. `inherited`
 * remembers which names prototypes bring.
 */
export function* innerValues(value: object, inherited: Map<object, readonly PropertyKey[]>): Generator<InnerValue> {
  const tag = attempt(() => Object.prototype.toString.call(value)) ?? ''
  if (tag.endsWith('ArrayBuffer]') || ArrayBuffer.isView(value)) return yield bytesOf(value as ArrayBuffer)
  if (tag === '[object HTMLDocument]') return yield* shownByDocument(value as Document)
  if (isElement(value)) return yield* shownBy(value)
  if (/^\[object (Map|FormData|Headers)\]$/.test(tag)) yield* entriesOf(value as Pairs)
  if (tag === '[object Set]') yield* valuesOf(value as Set<unknown>)
  if (/^\[object (URLSearchParams|String)\]$/.test(tag)) yield { step: '.toString()', value: String(value) }
  const isSealed = SEALED.test(tag)
  const own = attempt(Reflect.ownKeys, value) ?? []
  const names = new Set<PropertyKey>(own.filter((name) => typeof name !== 'symbol'))
  for (let owner = prototypeOf(value); owner; owner = prototypeOf(owner)) {
    const brought = inherited.get(owner) ?? namesFrom(owner)
    inherited.set(owner, brought)
    for (const name of brought) if (!isSealed || typeof name !== 'symbol') names.add(name)
  }
  if (!isSealed) for (const name of own) names.add(name)
  for (const name of names)
    yield { step: stepTo(name), value: attempt(Reflect.get, value, name, value), name: String(name) }
}

/** What a prototype brings but methods. */
function namesFrom(prototype: object): readonly PropertyKey[] {
  return (attempt(Reflect.ownKeys, prototype) ?? []).filter((name) => {
    const property = attempt(Reflect.getOwnPropertyDescriptor, prototype, name)
    return property && typeof property.value !== 'function' && !LEFT_ALONE.includes(name)
  })
}

function* entriesOf(pairs: Pairs): Generator<InnerValue> {
  for (const [index, [key, value]] of [...(attempt(() => [...pairs]) ?? [])].entries()) {
    if (typeof key === 'string') yield { step: `.get(${JSON.stringify(key)})`, value, name: key }
    else {
      yield { step: `.keys()[${index}]`, value: key }
      yield { step: `.values()[${index}]`, value }
    }
  }
}

function* valuesOf(set: ReadonlySet<unknown>): Generator<InnerValue> {
  for (const [index, value] of [...set].entries()) yield { step: `.values()[${index}]`, value }
}

function* shownByDocument({ documentElement, URL, cookie, referrer }: Document): Generator<InnerValue> {
  yield { step: '.documentElement', value: documentElement }
  yield { step: '.URL', value: URL }
  yield { step: '.cookie', value: cookie }
  yield { step: '.referrer', value: referrer }
}

/** What stands in a field is no part of the markup. */
function* shownBy(element: Element): Generator<InnerValue> {
  yield { step: '.outerHTML', value: element.outerHTML }
  for (const inner of [element, ...element.querySelectorAll('*')]) {
    if ('value' in inner) yield { step: `.querySelector('${inner.localName}').value`, value: String(inner.value) }
    if (inner.shadowRoot) yield { step: '.shadowRoot.innerHTML', value: inner.shadowRoot.innerHTML }
  }
}

function bytesOf(value: ArrayBuffer): InnerValue {
  return { step: ' (as text)', value: attempt(() => new TextDecoder().decode(value)) }
}

function isElement(value: object): value is Element {
  return attempt(() => typeof (value as Element).outerHTML === 'string' && 'querySelectorAll' in value) ?? false
}

function stepTo(name: PropertyKey): string {
  if (typeof name === 'symbol') return `[${String(name)}]`
  const text = String(name)
  if (/^\d+$/.test(text)) return `[${text}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`
}

const prototypeOf = (value: object) => attempt(Reflect.getPrototypeOf, value) ?? null

/** Getters and proxies may throw: what they hide so is not seen by anybody. */
function attempt<Given extends unknown[], T>(run: (...given: Given) => T, ...given: Given): T | undefined {
  try {
    return run(...given)
  } catch {
    return undefined
  }
}

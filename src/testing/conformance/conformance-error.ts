/** A backend, or a server, does otherwise than it has to. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError'
  readonly expected: unknown
  readonly actual: unknown

  /** `advice`: what to look at. */
  constructor(what: string, expected: unknown, actual: unknown, advice: string) {
    super(`${what}: expected ${shown(expected)}, got ${shown(actual)}.${advice && ` ${advice}`}`)
    this.expected = expected
    this.actual = actual
  }
}

/** @throws ConformanceError unless the two are the same, in depth. */
export function expectSame(what: string, actual: unknown, expected: unknown, advice: string): void {
  if (shown(actual) !== shown(expected)) throw new ConformanceError(what, expected, actual, advice)
}

/** @throws ConformanceError unless it is one of those. */
export function expectOneOf(what: string, actual: unknown, expected: readonly unknown[], advice: string): void {
  if (!expected.includes(actual)) throw new ConformanceError(what, `one of ${shown(expected)}`, actual, advice)
}

/** @throws ConformanceError unless it lies between the two. */
export function expectBetween(what: string, actual: number, least: number, most: number, advice: string): void {
  if (!(actual >= least && actual <= most)) throw new ConformanceError(what, `${least} to ${most}`, actual, advice)
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

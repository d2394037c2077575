/** @throws TypeError that names the option, and says what it must be and what kind of value it was given. */
export function checkShape(option: string, value: unknown, wanted: string, fits = shapeOf(value) === wanted): void {
  if (!fits)
    throw new TypeError(`${option} must be ${wanted}, got ${typeof value === 'number' ? value : shapeOf(value)}`)
}

/** What else there is may throw where it is taken for text. */
export const isText = (value: unknown): value is string => typeof value === 'string'

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return value ? 'an object' : 'null'
  return value === undefined ? 'undefined' : `a ${typeof value}`
}

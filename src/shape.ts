/** @throws TypeError that names the option and says what it must be; it never shows the value. */
export function checkShape(option: string, value: unknown, wanted: string, fits = shapeOf(value) === wanted): void {
  if (!fits) throw new TypeError(`${option} must be ${wanted}`)
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  return value !== null && typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

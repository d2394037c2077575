const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** Seconds in the largest unit that leaves them whole: `5 min`, `90 s`. */
export function inWords(seconds: number): string {
  const whole = Math.round(seconds)
  const [length, unit] = UNITS.find(([size]) => whole >= size && whole % size === 0) ?? UNITS[3]
  return `${whole / length} ${unit}`
}

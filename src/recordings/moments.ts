/** ms since the epoch as a time of day, in UTC: `14:03:07`. */
export function timeOfDay(moment: number): string {
  const seconds = Math.floor(moment / 1_000)
  return [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

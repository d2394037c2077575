/** A state value as the path of its leaf: `{ renewing: 'refreshing' }` is `renewing.refreshing`. */
export function pathOf(value: unknown): string {
  const path: string[] = []
  let inner = value
  while (typeof inner === 'object' && inner !== null) {
    const [entry] = Object.entries(inner)
    if (!entry) break
    path.push(entry[0])
    inner = entry[1]
  }
  if (typeof inner === 'string') path.push(inner)
  return path.join('.')
}

/** Whether that state is the other one, or in it. `''` is the machine itself. */
export function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}.`)
}

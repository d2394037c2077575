/** The key, where it is pressed alone: with another one it is the browser's, as Alt and an arrow are the way back. */
export function plainKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): string {
  return altKey || ctrlKey || metaKey ? '' : key
}

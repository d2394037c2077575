/** What comes from outside is shown; a terminal obeys none of it. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, ' ')
}

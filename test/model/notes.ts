import type { World } from './world'

/** Intents are numbered from here, in the order of their deadlines; no other number in a world is as large. */
export const FIRST_NOTE = 7_000_000
const NUMBER = /7\d{6}/g

/** Every number of an intent that somebody still knows. */
export function numbersIn(world: World): number[] {
  return (JSON.stringify(world).match(NUMBER) ?? []).map(Number)
}

/** With the least numbers in the same order: states that differ in nothing else are one. */
export function renumbered(text: string): string {
  const numbers = [...new Set(text.match(NUMBER))].sort()
  return text.replace(NUMBER, (number) => String(FIRST_NOTE + numbers.indexOf(number)))
}

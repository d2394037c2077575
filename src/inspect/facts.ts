import { flags, groups, numbers, texts } from './vocabulary'

/** Fields that a machine's vocabulary names, and nothing else. */
export interface Facts {
  readonly [name: string]: number | boolean | string | null | Facts
}

const LONGEST_TEXT = 200

/** No fact says so much in one word. Tokens do, and keys, and identifiers. */
const LONG_WORD = /\S{32,}/g

/** On one line, and without what a terminal would obey. */
export function textOf(text: string): string {
  return text
    .replace(LONG_WORD, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)
}

/** What of this value is a fact: own fields that are listed, each with a value of its kind. What holds none gives none. */
export function factsOf(value: unknown): Facts {
  return readFacts(value, [])
}

function readFacts(value: unknown, around: readonly unknown[]): Facts {
  const facts: Record<string, Facts[string]> = {}
  if (typeof value !== 'object' || value === null || around.includes(value)) return facts
  for (const [name, held] of Object.entries(value)) {
    if (typeof held === 'number' && Object.hasOwn(numbers, name)) facts[name] = Number.isFinite(held) ? held : null
    else if (typeof held === 'boolean' && Object.hasOwn(flags, name)) facts[name] = held
    else if (typeof held === 'string' && Object.hasOwn(texts, name)) facts[name] = textOf(held)
    else if (held === null && isListed(name)) facts[name] = null
    else if (typeof held === 'object' && Object.hasOwn(groups, name)) facts[name] = readFacts(held, [...around, value])
  }
  return facts
}

const isListed = (name: string): boolean => [numbers, flags, texts, groups].some((list) => Object.hasOwn(list, name))

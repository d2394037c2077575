import { make } from './element'

/** How many lines a log keeps. */
const LIMIT = 80

/** A list with the newest line on top. */
export function createLogList(
  list: HTMLOListElement,
): (at: number, ...content: readonly (string | Node)[]) => HTMLLIElement {
  return (at, ...content) => {
    const line = make('li', '', make('time', '', clock(at)), ...content)
    list.prepend(line)
    while (list.childElementCount > LIMIT) list.lastElementChild?.remove()
    return line
  }
}

const clock = (at: number): string => {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** One step, in words. */
export interface LogLine {
  readonly time: string
  readonly machine: string
  readonly event: string
  /** `''`: it has just begun. */
  readonly from: string
  readonly to: string
  readonly notes: string
}

type Part = readonly [text: string, colour?: number]

const DIM = 2
const BOLD = 1
const RED = 31
const GREEN = 32
const YELLOW = 33

const COLOURS: Readonly<Record<string, number>> = {
  authenticated: GREEN,
  expired: RED,
  'renewing.queuedRetry': YELLOW,
}

/** Puts the parts under one another; what does not fit is cut, and colours take no room. */
export function createLine(width: number, colours: boolean): (line: LogLine) => string {
  const paint = (text: string, colour: number | undefined) =>
    colours && colour !== undefined && text.trim() !== '' ? `\u001b[${colour}m${text}\u001b[0m` : text

  return ({ time, machine, event, from, to, notes }) => {
    const moved = from !== to
    const parts: readonly Part[] = [
      [`${time}  `, DIM],
      [column(machine, 9)],
      [column(event, 22)],
      [column(from, 21)],
      [moved ? '→ ' : '  ', DIM],
      [column(moved ? to : '', 22), COLOURS[to] ?? BOLD],
      [notes],
    ]
    const { length } = parts
      .map(([part]) => part)
      .join('')
      .trimEnd()
    let room = length > width ? width - 1 : length
    const shown = parts.map(([part, colour]) => {
      const fits = part.slice(0, room)
      room -= fits.length
      return paint(fits, colour)
    })
    return shown.join('') + (length > width ? '…' : '')
  }
}

/** Ends with at least one space. */
function column(text: string, width: number): string {
  return `${text.slice(0, width - 1).padEnd(width - 1)} `
}

import type { WriteStream } from 'node:tty'

type Paint = (text: string) => string

/** Colours for a terminal. */
export interface Ink {
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly accent: Paint
}

/** Plain text where the stream is no terminal, and where `NO_COLOR` is set (https://no-color.org). */
export function createInk(stream: Pick<WriteStream, 'isTTY'>, env: NodeJS.ProcessEnv = process.env): Ink {
  const colourful = stream.isTTY === true && !env['NO_COLOR']
  const paint =
    (on: number, off: number): Paint =>
    (text) =>
      colourful ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return { bold: paint(1, 22), dim: paint(2, 22), good: paint(32, 39), bad: paint(31, 39), accent: paint(36, 39) }
}

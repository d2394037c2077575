import type { ChartLayout, LaidArrow, Point } from './layout'
import renewal from './renewal-layout.json'
import session from './session-layout.json'

/** JSON knows no pairs. */
type Written = Omit<ChartLayout, 'arrows' | 'machine'> & {
  readonly machine: string
  readonly arrows: readonly (Omit<LaidArrow, 'line'> & { readonly line: readonly (readonly number[])[] })[]
}

function read({ arrows, ...rest }: Written): ChartLayout {
  const machine = rest.machine === 'renewal' ? 'renewal' : 'session'
  return { ...rest, machine, arrows: arrows.map((arrow) => ({ ...arrow, line: arrow.line.map(pair) })) }
}

function pair([x = 0, y = 0]: readonly number[]): Point {
  return [x, y]
}

export const sessionLayout = read(session)
export const renewalLayout = read(renewal)

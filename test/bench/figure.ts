/** One measured figure, with the bound that it must not pass. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: number | null
}

/** The round that the rest of the machine disturbed least. */
export function fastest(values: readonly number[]): number {
  return Math.min(...values)
}

/** One measured figure, with the bound that it must not pass. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: number | null
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

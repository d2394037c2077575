export interface Moment {
  /** ms */
  readonly at: number
}

export interface Done<T> {
  readonly event: { readonly output: T }
}

/** As it was told, but for a moment that is no number, whatever its types say: that one never comes. */
function timed<T>(told: T): T {
  const { at = 0 } = Object(told) as Partial<Moment>
  return typeof at === 'number' ? told : { ...told, at: Number.NaN }
}

/** A number of callers; what is none, whatever its types say, counts nobody. */
export const counted = (told: number): number => (typeof told === 'number' ? told : 0)

/** The event itself. */
export const fact = <T>({ event }: { event: T }): T => timed(event)

/** What an actor has ended with. */
export const output = <T>({ event }: Done<T>): T => timed(event.output)

/** The same, as the guards before have narrowed it. */
export const narrowed = output as <T>({ event }: Done<unknown>) => T

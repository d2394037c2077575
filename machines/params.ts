export interface Moment {
  /** ms */
  readonly at: number
}

export interface Done<T> {
  readonly event: { readonly output: T }
}

/** The event itself. */
export const fact = <T>({ event }: { event: T }): T => event

/** What an actor has ended with. */
export const output = <T>({ event }: Done<T>): T => event.output

/** The same, as the guards before have narrowed it. */
export const narrowed = output as <T>({ event }: Done<unknown>) => T

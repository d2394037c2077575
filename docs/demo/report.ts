/** What the long form asks for. */
export interface Report {
  readonly title: string
  readonly kind: string
  /** `2026-01-31`, or empty. */
  readonly day: string
  readonly place: string
  readonly text: string
  readonly urgent: boolean
}

/** A report as the API keeps it. */
export interface KeptReport extends Report {
  readonly id: number
}

export const EMPTY: Report = { title: '', kind: 'Fault', day: '', place: '', text: '', urgent: false }

/** How many fields somebody has filled in. */
export const filledIn = (report: Report): number =>
  Object.keys(EMPTY).filter((name) => report[name as keyof Report] !== EMPTY[name as keyof Report]).length

/** What was sent, as a report; `null` where it is none, or has no title. */
export function readReport(given: unknown): Report | null {
  const fields: Record<string, unknown> = { ...EMPTY, ...Object(given) }
  const { title, kind, day, place, text, urgent } = fields
  if (typeof title !== 'string' || title.trim() === '') return null
  if (typeof kind !== 'string' || typeof day !== 'string' || typeof place !== 'string') return null
  if (typeof text !== 'string' || typeof urgent !== 'boolean') return null
  return { title, kind, day, place, text, urgent }
}

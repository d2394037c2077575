import type { Report } from '../../report'

/** What somebody would not like to write again. */
export const SAMPLE: Report = {
  title: 'The printer on the second floor prints everything twice',
  kind: 'Question',
  day: '2026-01-31',
  place: 'Second floor, next to the kitchen',
  text: 'It began on Monday. Restarting helps until the first page with a picture; then each page comes twice, the second one in blue.',
  urgent: true,
}

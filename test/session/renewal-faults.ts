import type { Fault } from '../backends/embedded'

const answering = (body: unknown): Fault => ({ kind: 'status', status: 200, body })

/** What goes wrong with a renewal, and what the session makes of it. */
export interface RenewalFault {
  readonly fault: Fault
  readonly cause: string
  readonly status: number | null
}

/** One for each row of the classes of answers. */
export const renewalFaults: Record<string, RenewalFault> = {
  'a dropped connection': { fault: { kind: 'drop' }, cause: 'maybe_rotated', status: null },
  'a lost answer': { fault: { kind: 'dropAfter' }, cause: 'maybe_rotated', status: null },
  'a cut body': { fault: { kind: 'cut' }, cause: 'maybe_rotated', status: null },
  'a captive portal': { fault: { kind: 'html' }, cause: 'maybe_rotated', status: 200 },
  'an empty object': { fault: { kind: 'status', status: 200, body: {} }, cause: 'maybe_rotated', status: 200 },
  'a garbage token': { fault: answering({ access: 'x' }), cause: 'maybe_rotated', status: 200 },
  'a token that no header can carry': { fault: answering({ access: 'a\nb' }), cause: 'maybe_rotated', status: 200 },
  'a number for a token': { fault: answering({ access: 5 }), cause: 'maybe_rotated', status: 200 },
  'a list': { fault: answering([]), cause: 'maybe_rotated', status: 200 },
  null: { fault: answering(null), cause: 'maybe_rotated', status: 200 },
  'a 500': { fault: { kind: 'status', status: 500 }, cause: 'maybe_rotated', status: 500 },
  'a 500 after the deed': { fault: { kind: 'statusAfter', status: 500 }, cause: 'maybe_rotated', status: 500 },
  'a 502': { fault: { kind: 'status', status: 502 }, cause: 'maybe_rotated', status: 502 },
  'a 502 after the deed': { fault: { kind: 'statusAfter', status: 502 }, cause: 'maybe_rotated', status: 502 },
  'a 504': { fault: { kind: 'status', status: 504 }, cause: 'maybe_rotated', status: 504 },
  'a 408': { fault: { kind: 'status', status: 408 }, cause: 'not_rotated', status: 408 },
  'a 425': { fault: { kind: 'status', status: 425 }, cause: 'not_rotated', status: 425 },
  'a 429': { fault: { kind: 'status', status: 429 }, cause: 'not_rotated', status: 429 },
  'a 503': { fault: { kind: 'status', status: 503 }, cause: 'not_rotated', status: 503 },
  'a 405': { fault: { kind: 'status', status: 405 }, cause: 'misconfigured', status: 405 },
  'a 404': { fault: { kind: 'status', status: 404 }, cause: 'misconfigured', status: 404 },
  'a 403': { fault: { kind: 'status', status: 403 }, cause: 'misconfigured', status: 403 },
  'a 400': { fault: { kind: 'status', status: 400 }, cause: 'misconfigured', status: 400 },
  'a redirect': {
    fault: { kind: 'status', status: 301, headers: { location: '/elsewhere/' } },
    cause: 'misconfigured',
    status: 301,
  },
}

/** A recording that can't be read or replayed; the message says why, and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

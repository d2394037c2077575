export { EventStreamError } from './event-stream-error'
export type { EventStreamOptions } from './event-stream-options'
export type { ServerSentEvent } from './event-stream-parser'
export { readEvents } from './read-events'

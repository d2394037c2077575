/** The server's answer is no event stream, and asking again would not help: a 403, a 404, a page of HTML. */
export class EventStreamError extends Error {
  override readonly name = 'EventStreamError'
  readonly status: number
  /** The answer; its body has not been read. */
  readonly response: Response

  constructor(response: Response) {
    const { status, headers } = response
    super(`No event stream: status ${status}, Content-Type ${headers.get('content-type') ?? 'unknown'}`)
    this.status = status
    this.response = response
  }
}

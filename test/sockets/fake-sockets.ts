import type { SocketData, WebSocketLike } from 'xstate-auth-session/sockets'

/** One connection, whose server is the test. */
class FakeSocket implements WebSocketLike {
  readyState = 0
  protocol = ''
  binaryType = 'blob'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly sent: SocketData[] = []
  /** What the client closed it with. */
  closedWith: number | undefined | null = null

  readonly url: string
  readonly protocols: string[]

  constructor(url: string, protocols: string[] = []) {
    this.url = url
    this.protocols = protocols
  }

  send(data: SocketData): void {
    if (this.readyState !== 1) throw new Error('it is not open')
    this.sent.push(data)
  }
  close(code?: number): void {
    this.closedWith ??= code
    this.readyState = Math.max(this.readyState, 2)
  }

  /** The server's side. */
  accept(protocol = ''): void {
    this.readyState = 1
    this.protocol = protocol
    this.onopen?.()
  }
  say(data: unknown): void {
    this.onmessage?.({ data })
  }
  end(code: number, reason = ''): void {
    this.readyState = 3
    this.onclose?.({ code, reason })
  }
  /** Whether anything of the client still listens. */
  get isHeard(): boolean {
    return Boolean(this.onopen || this.onmessage || this.onclose)
  }
}

/** A `WebSocket` to give, and what was made of it, in order. */
export function createFakeSockets() {
  const made: FakeSocket[] = []
  class WebSocket extends FakeSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols)
      made.push(this)
    }
  }
  return { WebSocket, made }
}

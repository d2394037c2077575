import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer'
import type { Cors } from './cors'
import type { MadeUpAnswer } from './fault'

/** Puts answers on the wire. */
export interface AnswerSender {
  /** `false` if the connection is gone. */
  send(message: IncomingMessage, response: ServerResponse, answer: Answer): boolean
  /** Sends half of the body under its full length and destroys the socket. */
  sendCut(message: IncomingMessage, response: ServerResponse, answer: Answer): boolean
}

/** `Date` follows the server's clock, so that a client measures the same skew as from the claims. */
export function createAnswerSender(cors: Cors, now: () => number): AnswerSender {
  function begin(message: IncomingMessage, response: ServerResponse, answer: Answer, length: number): boolean {
    if (message.socket.destroyed || response.destroyed) return false
    const headers = { date: new Date(now()).toUTCString(), ...cors.headers(message), ...answer.headers }
    const bodiless = answer.status === 204 || answer.status === 304
    response.writeHead(answer.status, bodiless ? headers : { ...headers, 'content-length': String(length) })
    return true
  }

  return {
    send(message, response, answer) {
      const begun = begin(message, response, answer, Buffer.byteLength(answer.body))
      if (begun) response.end(answer.body)
      return begun
    },
    sendCut(message, response, answer) {
      const body = Buffer.from(answer.body || 'cut')
      const begun = begin(message, response, answer, body.length)
      if (begun) response.write(body.subarray(0, body.length / 2), () => message.socket.destroy())
      return begun
    },
  }
}

/** The answer that a fault describes. */
export function madeUpAnswer({ status, headers = {}, body }: MadeUpAnswer): Answer {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (body === undefined) return { status, headers: named, body: '' }
  const text = typeof body === 'string'
  const type = text ? 'text/plain; charset=utf-8' : 'application/json'
  return { status, headers: { 'content-type': type, ...named }, body: text ? body : JSON.stringify(body) }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer'
import { html } from './answer'
import type { AnswerSender } from './answer-sender'
import { madeUpAnswer } from './answer-sender'
import type { Exchange } from './exchange'
import type { FaultRules, Struck } from './faults'
import type { Pause } from './pause'
import type { RequestLog, ServerRequest } from './request-log'
import type { EmitEvent } from './server-events'

/** Handles one request under /api/ and tells what came of it. */
export type Api = (exchange: Exchange) => Promise<Answer>

/** Takes one request under /api/ from arrival to the end, faults included. */
export type ApiHandler = (message: IncomingMessage, response: ServerResponse) => Promise<void>

const portal = html(200, '<!doctype html>\n<title>Welcome</title>\n<p>Please accept the terms of this network.</p>\n')

/** The fault is chosen on arrival, in the order of arrival; the body is read before any waiting, as a real server has. */
export function createApiHandler(
  api: Api,
  log: RequestLog,
  rules: FaultRules,
  sender: AnswerSender,
  pause: Pause,
  emit: EmitEvent,
): ApiHandler {
  async function hold(phase: 'request' | 'answer', request: ServerRequest, struck: Struck | null): Promise<void> {
    if (struck === null) return
    const { fault, gate } = struck
    if (fault.kind === (phase === 'request' ? 'delay' : 'delayAnswer')) await pause(fault.ms)
    if (fault.kind === 'gate' && phase === (fault.hold ?? 'request')) await gate?.pass(request)
  }

  async function produce(message: IncomingMessage, body: Buffer, request: ServerRequest, struck: Struck | null) {
    const fault = struck?.fault
    if (fault?.kind === 'html') return portal
    if (fault?.kind === 'status') return madeUpAnswer(fault)
    const answer = await api({ request, headers: message.headers, body, execute: () => log.execute(request) })
    log.settle(request, { handled: answer.status })
    return fault?.kind === 'statusAfter' ? madeUpAnswer(fault) : answer
  }

  return async (message, response) => {
    const request = log.arrive(message)
    const { method, path } = request
    const struck = rules.take(request)
    const kind = struck?.fault.kind ?? null
    if (kind !== null) {
      log.settle(request, { fault: kind })
      emit({ type: 'fault', method, path, kind })
    }
    const abandon = () => {
      if (kind !== 'hang') message.socket.destroy()
      emit({ type: 'unanswered', method, path })
    }
    if (kind === 'drop') return abandon()
    const fault = struck?.fault
    const body = await readBody(message, async ({ length }) => {
      if (fault?.kind === 'slowBody') await pause((length / fault.bytesPerSecond) * 1_000)
    })
    if (body === null) return abandon()
    await hold('request', request, struck)
    const answer = await produce(message, body, request, struck)
    await hold('answer', request, struck)
    if (kind === 'dropAfter' || kind === 'hang') return abandon()
    log.settle(request, { status: answer.status })
    const send = kind === 'cut' ? sender.sendCut : sender.send
    if (send(message, response, answer)) return
    log.settle(request, { status: null })
    abandon()
  }
}

async function readBody(message: IncomingMessage, after: (chunk: Buffer) => Promise<void>): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of message) {
      chunks.push(chunk)
      await after(chunk)
    }
  } catch {
    return null
  }
  return Buffer.concat(chunks)
}

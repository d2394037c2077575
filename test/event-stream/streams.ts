import { onTestFinished, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { type EventStreamOptions, readEvents } from 'xstate-auth-session/event-stream'
import { createFakeBackend, createSimulatedTime } from 'xstate-auth-session/testing'
import { ada } from '../sockets/scene'

/** The server's side of one connection. */
export interface FakeStream {
  /** Whose token it came with: `'ada 1'`. */
  readonly bearer: string
  readonly lastEventId: string | null
  readonly signal: AbortSignal
  write(text: string | Uint8Array): void
  end(): void
  break(): void
}

const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8' }

/** A server whose `/events/` is in the test's hands; `answers` come first. `asked`: the last id of each try. */
export async function openStreams() {
  const time = createSimulatedTime()
  const server = createFakeBackend({ now: time.now })
  const streams: FakeStream[] = []
  const answers: (Response | Promise<Response>)[] = []
  const asked: (string | null)[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = await server.fetch(input, init)
    const { pathname } = new URL(String(input))
    if (!/^\/(api\/)?events\/$/.test(pathname) || !answer.ok) return answer
    const signal = init!.signal!
    const lastEventId = new Headers(init?.headers).get('last-event-id')
    asked.push(lastEventId)
    const given = answers.shift()
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    aborted.catch(() => {})
    if (given) return Promise.race([given, aborted])
    const { user, token } = await answer.json()
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const write = (text: string | Uint8Array) =>
          controller.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text)
        const end = () => controller.close()
        const broken = () => controller.error(new TypeError('terminated'))
        signal.addEventListener('abort', () => controller.error(signal.reason))
        streams.push({ bearer: `${user} ${token}`, lastEventId, signal, write, end, break: broken })
      },
    })
    return new Response(body, { headers: HEADERS })
  }
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const session = createAuthSession({ backend: server.backend, fetch, clock: time.clock, renewal: { jitter: 0 } })
  onTestFinished(() => session.dispose())
  await session.start()
  await session.login(ada)

  /** Reads on and on; what came, what was lost, and how it ended. */
  const read = (options: EventStreamOptions = {}) => {
    const came: string[] = []
    const lost: number[] = []
    const onDropped = (_: unknown, retryIn: number) => void lost.push(retryIn)
    const ended = (async () => {
      const all = readEvents(session, 'https://api.test/events/', { clock: time.clock, onDropped, ...options })
      for await (const { data } of all) came.push(data)
      return 'done'
    })()
    ended.catch(() => {})
    return { came, lost, ended }
  }
  const latest = async () => {
    for (let turn = 0; turn < 5; turn++) await time.settle()
    return streams.at(-1)!
  }
  return { time, server, session, streams, answers, asked, read, latest }
}

export type Streams = Awaited<ReturnType<typeof openStreams>>

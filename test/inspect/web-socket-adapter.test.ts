import { expect, test, vi } from 'vitest'
import { createSimulatedTime } from 'xstate-auth-session/testing'
import { type InspectorSocket, type WireMessage, webSocketAdapter } from '../../src/inspect'
import { messagesOf } from './messages'

class FakeSocket implements InspectorSocket {
  static made: FakeSocket[] = []
  onopen: unknown
  onclose: unknown
  onerror: unknown
  readonly sent: string[] = []
  isClosed = false
  readonly url: string
  constructor(url: string) {
    this.url = url
    FakeSocket.made.push(this)
  }
  send(data: string): void {
    this.sent.push(JSON.parse(data).id)
  }
  close(): void {
    this.isClosed = true
    this.tell('onclose')
  }
  tell(event: 'onopen' | 'onclose' | 'onerror'): void {
    const listener = this[event]
    if (typeof listener === 'function') listener.call(this, {})
  }
}

function open() {
  FakeSocket.made = []
  const time = createSimulatedTime()
  const adapter = webSocketAdapter({ url: 'ws://inspector.test', clock: time.clock, WebSocket: FakeSocket })
  return { time, adapter, made: FakeSocket.made }
}

const [first, second, third] = messagesOf(3) as [WireMessage, WireMessage, WireMessage]

test('an inspector that comes later is shown what was before', () => {
  const { adapter, made } = open()
  adapter.start?.()
  adapter.send(first)
  made[0]!.tell('onopen')
  adapter.send(second)
  expect(made.map(({ url, sent }) => ({ url, sent }))).toEqual([{ url: 'ws://inspector.test', sent: ['1', '2'] }])
})

test('after a loss it tries again every two seconds, and shows all from the beginning', async () => {
  const { adapter, made, time } = open()
  adapter.start?.()
  adapter.send(first)
  made[0]!.tell('onerror')
  made[0]!.tell('onclose')
  await time.advance(1_999)
  expect(made).toHaveLength(1)
  await time.advance(1)
  expect(made).toHaveLength(2)
  made[1]!.tell('onopen')
  adapter.send(second)
  made[1]!.tell('onclose')
  adapter.send(third)
  await time.advance(2_000)
  made[2]!.tell('onopen')
  expect(made.map(({ sent }) => sent)).toEqual([[], ['1', '2'], ['1', '2', '3']])
})

test('once it is stopped there is neither a connection nor a timer', async () => {
  const { adapter, made, time } = open()
  adapter.start?.()
  made[0]!.tell('onopen')
  adapter.stop?.()
  expect([made[0]!.isClosed, time.pending]).toEqual([true, 0])
  const other = open()
  other.adapter.start?.()
  other.made[0]!.tell('onclose')
  expect(other.time.pending).toBe(1)
  other.adapter.stop?.()
  expect(other.time.pending).toBe(0)
})

test('without a WebSocket it says what is missing', () => {
  vi.stubGlobal('WebSocket', undefined)
  expect(() => webSocketAdapter({ url: 'ws://inspector.test' })).toThrow(
    expect.objectContaining({ code: 'unsupported' }),
  )
  vi.unstubAllGlobals()
})

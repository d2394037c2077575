import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createLogInspector, createSessionInspector, frameAdapter, webSocketAdapter } from '../../src/inspect'

const iframe = { ownerDocument: { baseURI: 'https://app.example.com/', defaultView: null } }

test.each(['data:text/html,x', 'blob:https://app.example.com/1', 'about:blank', 'https://'])(
  'an address without an origin of its own is refused: %s',
  (url) => {
    expect(() => frameAdapter({ iframe: Object(iframe), url })).toThrow(
      new TypeError('frameAdapter: url must be an address with http: or https:, got a string'),
    )
  },
)

const open = (options: object) => webSocketAdapter({ url: 'ws://localhost:8080', WebSocket, ...options })

test.each([
  [() => createLogInspector({ width: 0 }), 'createLogInspector: width must be a number from 1, got 0'],
  [
    () => createLogInspector(Object({ width: 'wide' })),
    'createLogInspector: width must be a number from 1, got a string',
  ],
  [() => createLogInspector(Object({ write: [] })), 'createLogInspector: write must be a function, got an array'],
  [() => open({ url: 'https://a.test' }), 'webSocketAdapter: url must be an address with ws: or wss:, got a string'],
  [() => open({ retryAfter: -1 }), 'webSocketAdapter: retryAfter must be a number from 0 to 2147483647, got -1'],
  [() => open({ retryAfter: NaN }), 'webSocketAdapter: retryAfter must be a number from 0 to 2147483647, got NaN'],
  [() => createSessionInspector(Object({})), 'createSessionInspector: adapter.send must be a function, got undefined'],
])('a bad option is named: %s', (make, message) => {
  expect(make).toThrow(new TypeError(message))
})

import { expect, test } from 'vitest'
import { frameAdapter } from '../../src/inspect'

const iframe = { ownerDocument: { baseURI: 'https://app.example.com/', defaultView: null } }

test.each(['data:text/html,x', 'blob:https://app.example.com/1', 'about:blank', 'https://'])(
  'an address without an origin of its own is refused: %s',
  (url) => {
    expect(() => frameAdapter({ iframe: Object(iframe), url })).toThrow(
      new TypeError('frameAdapter: url must be an address with http: or https:, got a string'),
    )
  },
)

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { codeOf } from '../session/failure'
import { openConnected, openScene } from './scene'

describe('a socket', () => {
  test('waits for a good token, and sends it before anything else', async () => {
    const { time, open, listen, latest, made, whose, refreshes } = await openScene()
    time.sleep(400_000)
    const socket = open()
    const told = listen(socket)
    socket.send('hello')
    expect([made.length, socket.status]).toEqual([0, 'waiting'])
    const connection = await latest()
    expect([refreshes(), connection.sent, socket.status]).toEqual([1, [], 'connecting'])
    connection.accept()
    expect(connection.sent.map((data, index) => (index === 0 ? whose(data) : data))).toEqual(['ada 3', 'hello'])
    connection.say('welcome')
    expect([told, socket.status]).toEqual([['open', 'welcome'], 'open'])
  })

  test('is open once the server has said yes, where it is known how that looks', async () => {
    const authentication = { message: (token: string) => token, isAccepted: (data: unknown) => data === 'yes' }
    const { socket, told, first } = await openConnected({ authentication })
    socket.send('hello')
    first.say('one moment')
    expect([first.sent.length, socket.status]).toEqual([1, 'connecting'])
    first.say('yes')
    expect([first.sent[1], socket.status, told]).toEqual(['hello', 'open', ['one moment', 'open', 'yes']])
  })

  test('offers the token as a subprotocol', async () => {
    const protocols = (token: string) => ['feed.v1', `bearer.${token}`]
    const { session, first, socket } = await openConnected({ authentication: { protocols } })
    expect([first.protocols, first.sent]).toEqual([['feed.v1', `bearer.${await session.accessToken()}`], []])
    expect(socket.status).toBe('open')
  })

  test('asks for a ticket for each connection, and puts nothing else into the address', async () => {
    const { session, server, time, open, made, latest } = await openScene()
    let count = 0
    server.intercept(({ path }) => (path === '/ticket/' ? new Response(`one/time ${++count}`) : undefined))
    const ticket = async (signal: AbortSignal) =>
      (await session.fetch('https://api.test/ticket/', { method: 'POST', signal })).text()
    open({ authentication: { ticket } })
    ;(await latest()).end(1006)
    await time.advance(500)
    expect(made.map(({ url }) => url)).toEqual([
      'wss://api.test/feed?ticket=one%2Ftime%201',
      'wss://api.test/feed?ticket=one%2Ftime%202',
    ])
  })

  test('never lets the token into the address, or into what is said of a bad one', async () => {
    const { session, open } = await openScene()
    const token = await session.accessToken()
    const careless = await open({ authentication: { ticket: () => session.accessToken() } }).closed
    expect(String(careless.error)).toBe('TypeError: openSocket: url must not hold the token: URLs end up in logs')
    class Picky {
      constructor(_: string, protocols: string[]) {
        throw new DOMException(`The subprotocol '${protocols[0]}' is invalid.`, 'SyntaxError')
      }
    }
    const authentication = { protocols: (accessToken: string) => [accessToken] }
    const refused = await open({ authentication, WebSocket: Picky as never }).closed
    const shown = `${refused.error} ${(refused.error as Error).cause}`
    expect(shown).toBe('TypeError: openSocket: the url or a subprotocol can not be used Error: SyntaxError')
    expect(shown).not.toContain(token)
  })

  test.each([
    [new RangeError('a mistake'), new RangeError('a mistake')],
    ['a mistake', new Error('openSocket: authentication threw', { cause: 'a mistake' })],
  ])('ends when a function of the app’s throws, and says what: %s', async (mistake, error) => {
    const { socket } = await openConnected({
      authentication: {
        message() {
          throw mistake
        },
      },
    })
    expect(await socket.closed).toEqual({ code: 1000, reason: '', error, unsent: [] })
  })

  test('tells the console what a listener throws, where the platform reports nothing, and the others all the same', async () => {
    const { socket, first, told } = await openConnected()
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const off = socket.on('message', () => {
      throw new RangeError('a mistake')
    })
    const last = vi.fn()
    socket.on('message', last)
    first.say(1)
    off()
    first.say(2)
    expect([told, last.mock.calls.map(([{ data }]) => data)]).toEqual([
      ['open', 1, 2],
      [1, 2],
    ])
    expect(said.mock.calls).toEqual([["[xstate-auth-session] socket.on('message') threw: RangeError"]])
  })
})

describe('what is sent', () => {
  test('waits while there is no connection, up to the limit, as it was when it was given', async () => {
    const { open, latest } = await openScene()
    const socket = open({ limit: 2 })
    const bytes = new Uint8Array([1, 2, 3])
    socket.send(bytes.subarray(1))
    bytes.fill(9)
    socket.send('second')
    const third = async () => socket.send('third')
    expect(await codeOf(third())).toBe('queue_full')
    const connection = await latest()
    connection.accept()
    expect(connection.sent.slice(1)).toEqual([new Uint8Array([2, 3]), 'second'])
  })

  test('leaves behind what an open listener sends', async () => {
    const { open, latest } = await openScene()
    const socket = open()
    socket.on('open', () => socket.send('subscribe'))
    socket.send('first')
    const connection = await latest()
    connection.accept()
    expect(connection.sent.slice(1)).toEqual(['subscribe', 'first'])
  })

  test('is kept for the next connection while the present one is closing', async () => {
    const { socket, first, time, made } = await openConnected()
    first.readyState = 2
    socket.send('kept')
    first.end(1001)
    await time.advance(500)
    made[1]!.accept()
    expect([first.sent.length, made[1]!.sent.slice(1)]).toEqual([1, ['kept']])
  })

  test('comes back where it never left, and nothing is taken any more', async () => {
    const { open, latest } = await openScene()
    const socket = open()
    socket.send('one')
    await latest()
    socket.close(4000, 'enough')
    expect(await socket.closed).toEqual({ code: 4000, reason: 'enough', error: null, unsent: ['one'] })
    expect(() => socket.send('two')).toThrow('The socket is closed')
  })
})

test.each([
  [
    { authentication: {} },
    'openSocket: authentication.message, .protocols or .ticket must be a function, got undefined',
  ],
  [{ timeout: 0 }, 'openSocket: timeout must be a number from 1 to 2147483647, got 0'],
  [{ backoff: { max: Number.NaN } }, 'openSocket: backoff.max must be a number from 1 to 2147483647, got NaN'],
  [
    { onRenewed: 'message', authentication: { ticket: async () => '' } },
    "openSocket: onRenewed 'message': authentication.message must be a function, got undefined",
  ],
] as const)('a bad option is named: %o', async (options, message) => {
  const { open } = await openScene()
  expect(() => open(options as never)).toThrow(new TypeError(message))
})

test('where there is no WebSocket the error says so', async () => {
  const { open } = await openScene()
  vi.stubGlobal('WebSocket', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  expect(() => open({ WebSocket: undefined })).toThrow('there is no WebSocket: give openSocket one')
})

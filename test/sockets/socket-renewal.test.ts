import { describe, expect, test, vi } from 'vitest'
import { openConnected, openScene } from './scene'

describe('a new token', () => {
  test('brings another connection, and nothing is lost between the two', async () => {
    const { time, socket, told, first, made, whose, refreshes } = await openConnected()
    await time.advance(240_000)
    expect([refreshes(), first.closedWith, socket.status]).toEqual([1, 1000, 'waiting'])
    first.say('on its way')
    socket.send('meanwhile')
    expect([first.sent.length, made.length]).toEqual([1, 1])
    first.end(1000)
    await time.settle()
    made[1]!.accept()
    expect(made[1]!.sent.map((data, index) => (index === 0 ? whose(data) : data))).toEqual(['ada 3', 'meanwhile'])
    expect([told, made.length]).toEqual([['open', 'on its way', 'open again'], 2])
  })

  test('does not wait for ever for the goodbye of the connection before', async () => {
    const { time, told, first, made } = await openConnected({ timeout: 5_000 })
    await time.advance(241_000)
    first.say('last words')
    await time.advance(3_999)
    expect([made.length, first.isHeard]).toEqual([1, true])
    await time.advance(1)
    made[1]!.accept()
    first.say('too late')
    expect([first.isHeard, told]).toEqual([false, ['open', 'last words', 'open again']])
  })

  test('is told over the same connection where the server can take it so', async () => {
    const { time, session, told, socket, first, made, whose } = await openConnected({ onRenewed: 'message' })
    await time.advance(240_000)
    expect([first.sent.map(whose), made.length, socket.status]).toEqual([['ada 1', 'ada 3'], 1, 'open'])
    expect([first.sent[1], told]).toEqual([`token ${await session.accessToken()}`, ['open']])
  })

  test('leaves the connection alone where it is to be kept, and the next one has it', async () => {
    const { time, first, made, whose } = await openConnected({ onRenewed: 'keep' })
    await time.advance(240_000)
    expect([first.sent.length, first.closedWith, made.length]).toEqual([1, null, 1])
    first.end(1006)
    await time.advance(500)
    made[1]!.accept()
    expect(made[1]!.sent.map(whose)).toEqual(['ada 3'])
  })

  test('that comes while a connection is being made begins that one anew', async () => {
    const { time, session, server, open, latest, made, whose } = await openScene()
    const socket = open()
    const connecting = await latest()
    server.revokeAccess()
    await session.fetch('https://api.test/notes/')
    await time.settle()
    expect([made.length, connecting.closedWith, connecting.isHeard]).toEqual([2, 1000, false])
    made[1]!.accept()
    expect([made[1]!.sent.map(whose), socket.status]).toEqual([['ada 3'], 'open'])
  })

  test('of a new login of the same user is one more', async () => {
    const { session, latest, first, told, whose } = await openConnected()
    await session.login({ username: 'ada', password: 'lovelace' })
    first.end(1000)
    const second = await latest()
    second.accept()
    expect([second.sent.map(whose), told]).toEqual([['ada 3'], ['open', 'open again']])
  })
})

describe('a refusal', () => {
  test('by 4401 has the token renewed, and the next connection has the new one at once', async () => {
    const { server, time, first, made, told, whose, refreshes } = await openConnected()
    server.revokeAccess()
    first.end(4401)
    await time.settle()
    made[1]!.accept()
    expect([refreshes(), made.length, made[1]!.sent.map(whose), told]).toEqual([
      1,
      2,
      ['ada 3'],
      ['open', 'open again'],
    ])
  })

  test('by ten sockets at once has it renewed once', async () => {
    const { server, time, open, made, whose, refreshes } = await openScene()
    const sockets = Array.from({ length: 10 }, () => open())
    await time.settle()
    for (const connection of made) connection.accept()
    server.revokeAccess()
    for (const connection of [...made]) connection.end(4401)
    await time.settle()
    const next = made.slice(10)
    for (const connection of next) connection.accept()
    expect([refreshes(), next.length]).toEqual([1, 10])
    expect(new Set(next.flatMap(({ sent }) => sent.map(whose)))).toEqual(new Set(['ada 3']))
    expect(new Set(sockets.map(({ status }) => status))).toEqual(new Set(['open']))
  })

  test('of a token that no connection has proved is not taken for news', async () => {
    const { time, first, made, refreshes } = await openConnected()
    first.end(4401)
    await time.settle()
    made[1]!.end(1006)
    await time.advance(500)
    made[2]!.end(4401)
    await time.advance(1_000)
    expect([refreshes(), made.length]).toEqual([1, 4])
  })

  test('of every token, fresh ones too, ends the socket and not the session', async () => {
    const { session, time, socket, told, made, refreshes } = await openConnected()
    for (let at = 0; at < 10 && socket.status !== 'closed'; at++) {
      const connection = made.at(-1)!
      if (connection.readyState === 0) connection.accept()
      if (connection.readyState === 1) connection.end(4401, 'no')
      await time.advance(2_000)
    }
    expect(await socket.closed).toEqual({ code: 4401, reason: 'no', error: null, unsent: [] })
    expect([refreshes(), made.length, session.getSnapshot().status]).toEqual([1, 4, 'authenticated'])
    expect(told.filter((event) => typeof event === 'object').length).toBe(2)
  })

  test('after losses is the first of its row', async () => {
    const { socket, time, made } = await openConnected()
    for (let losses = 0; losses < 4; losses++) {
      made.at(-1)!.end(1006)
      await time.advance(10_000)
    }
    made.at(-1)!.end(4401)
    await time.settle()
    made.at(-1)!.end(4401)
    await time.advance(8_000)
    expect([socket.status, made.length]).toEqual(['connecting', 7])
  })

  test('by 4403 ends it at once, without a renewal', async () => {
    const { socket, first, time, refreshes } = await openConnected()
    first.end(4403, 'not for you')
    expect(await socket.closed).toEqual({ code: 4403, reason: 'not for you', error: null, unsent: [] })
    await time.advance(60_000)
    expect([refreshes(), socket.status]).toEqual([0, 'closed'])
  })

  test('is what the app says it is', async () => {
    const isUnauthorized = ({ reason }: { reason: string }) => reason === 'token'
    const { first, time, made, refreshes } = await openConnected({ isUnauthorized, isFinal: () => false })
    first.end(1008, 'token')
    await time.settle()
    made[1]!.accept()
    made[1]!.end(4403)
    await time.advance(500)
    expect([refreshes(), made.length]).toEqual([1, 3])
  })

  test('that the app’s own close looks like is none', async () => {
    const { socket, time, refreshes } = await openConnected()
    const closed = vi.fn()
    socket.closed.then(closed)
    socket.close(4401)
    await time.advance(60_000)
    expect([refreshes(), closed.mock.calls[0]]).toEqual([0, [{ code: 4401, reason: '', error: null, unsent: [] }]])
  })
})

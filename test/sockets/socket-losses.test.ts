import { describe, expect, test, vi } from 'vitest'
import { type LifecycleListener, webStorage } from 'xstate-auth-session'
import { createStorageArea } from '../session/storage-area'
import { ada, openConnected, openScene } from './scene'

describe('a loss', () => {
  test('is followed by another try after a pause that grows, up to its maximum', async () => {
    const { time, open, listen, latest, made } = await openScene()
    const told = listen(open({ backoff: { initial: 1_000, max: 4_000 }, onRenewed: 'keep' }))
    for (const retryIn of [500, 1_000, 2_000, 2_000]) {
      ;(await latest()).end(1006)
      await time.advance(retryIn - 1)
      const before = made.length
      await time.advance(1)
      expect(made.length - before).toBe(1)
    }
    expect(told).toEqual([500, 1_000, 2_000, 2_000].map((retryIn) => ({ code: 1006, retryIn })))
  })

  test('of a connection that lasted begins with the shortest pause again, of one that did not goes on', async () => {
    const { time, told, latest, first } = await openConnected()
    first.end(1006)
    await time.advance(500)
    const second = await latest()
    second.accept()
    second.end(1006)
    await time.advance(1_000)
    const third = await latest()
    third.accept()
    await time.advance(5_000)
    third.end(1006)
    await time.advance(500)
    expect(told.flatMap((event) => (typeof event === 'object' ? [event] : []))).toEqual(
      [500, 1_000, 500].map((retryIn) => ({ code: 1006, retryIn })),
    )
  })

  test('is followed by another try at once when the network is back, and then by the next pause', async () => {
    const network = new EventTarget()
    let listening = 0
    const onOnline = (notify: () => void) => {
      listening += 1
      network.addEventListener('online', notify)
      return () => {
        listening -= 1
        network.removeEventListener('online', notify)
      }
    }
    const { time, told, latest, first, made } = await openConnected({ onOnline })
    const goOnline = () => network.dispatchEvent(new Event('online'))
    goOnline()
    expect([made.length, listening]).toEqual([1, 0])
    first.end(1006)
    await time.settle()
    expect([made.length, listening]).toEqual([1, 1])
    goOnline()
    const second = await latest()
    expect([made.length, listening]).toEqual([2, 0])
    second.end(1006)
    await time.advance(999)
    expect(made.length).toBe(2)
    await time.advance(1)
    expect([made.length, listening]).toEqual([3, 0])
    expect(told).toEqual(['open', { code: 1006, retryIn: 500 }, { code: 1006, retryIn: 1_000 }])
  })

  test('leaves no listener where the socket is closed in the pause', async () => {
    const ended = vi.fn()
    const { time, socket, first } = await openConnected({ onOnline: () => ended })
    first.end(1006)
    await time.settle()
    expect(ended).not.toHaveBeenCalled()
    socket.close()
    await socket.closed
    expect(ended).toHaveBeenCalledOnce()
  })

  test('is what a handshake is that nobody answers', async () => {
    const { time, open, listen, latest, made } = await openScene()
    const told = listen(open({ timeout: 3_000 }))
    const silent = await latest()
    await time.advance(3_000)
    expect([told, silent.isHeard]).toEqual([[{ code: 1006, retryIn: 500 }], false])
    await time.advance(500)
    expect(made.length).toBe(2)
  })

  test('is what a ticket is that does not come, and it hears so', async () => {
    const { time, open, latest, made } = await openScene()
    const signals: AbortSignal[] = []
    const socket = open({
      authentication: { ticket: (signal) => new Promise(() => void signals.push(signal)) },
      timeout: 3_000,
    })
    socket.on('dropped', () => socket.close())
    await time.settle()
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await time.advance(3_000)
    expect([signals.map(({ aborted }) => aborted), made.length]).toEqual([[true], 0])
    expect(await latest()).toBeUndefined()
  })

  test('is what a ticket is that is refused, and the error is told', async () => {
    const { time, open } = await openScene()
    const mistake = new Error('no ticket')
    const errors: unknown[] = []
    const socket = open({ authentication: { ticket: () => Promise.reject(mistake) } })
    socket.on('dropped', ({ error }) => errors.push(error))
    await time.advance(500)
    expect(errors).toEqual([mistake, mistake])
  })

  test('is what a silence is that lasts, where the server promised to speak', async () => {
    const { time, told, first } = await openConnected({ silence: 10_000 })
    await time.advance(9_000)
    first.say('tick')
    await time.advance(9_999)
    expect(told).toEqual(['open', 'tick'])
    await time.advance(1)
    expect([told.at(-1), first.isHeard]).toEqual([{ code: 1006, retryIn: 500 }, false])
  })

  test('of the token server is waited out', async () => {
    const { time, server, socket, told, first, made, whose } = await openConnected()
    server.network(false)
    first.end(1006)
    await time.advance(400_000)
    server.network(true)
    await time.advance(60_000)
    made.at(-1)!.accept()
    expect([made.at(-1)!.sent.map(whose), socket.status]).toEqual([['ada 3'], 'open'])
    expect(told.at(-1)).toBe('open again')
  })

  test('of the token server for longer than anybody waits is followed by pauses that grow, too', async () => {
    const { time, server, told, first } = await openConnected({ backoff: { initial: 1_000, max: 8_000 } })
    await time.advance(10_000)
    const busy = () => new Response('', { status: 503, headers: { 'Retry-After': '120' } })
    server.intercept(({ path }) => (path === '/api/token/refresh/' ? busy() : undefined))
    first.end(4401)
    await time.advance(8_000)
    expect(told).toEqual(['open', ...[500, 1_000, 2_000, 4_000, 4_000].map((retryIn) => ({ code: 1006, retryIn }))])
  })

  test('of a connection that had to wait for the store, past a renewal, is told as any other', async () => {
    let page!: LifecycleListener
    const attach = (listener: LifecycleListener) => {
      page = listener
      return () => {}
    }
    const { time, server, session, open, listen, latest, made } = await openScene({
      storage: webStorage(createStorageArea()),
      lifecycle: { attach, isOnline: () => true },
    })
    page.froze()
    const told = listen(open())
    await time.settle()
    const granted = await server.fetch(`${server.baseUrl}/api/token/`, { method: 'POST', body: JSON.stringify(ada) })
    const { access, refresh } = await granted.json()
    await session.setTokens({ accessToken: access, refreshToken: refresh })
    expect(made).toEqual([])
    page.thawed()
    ;(await latest()).end(1006)
    await time.settle()
    expect([told, made.length]).toEqual([[{ code: 1006, retryIn: 500 }], 1])
  })
})

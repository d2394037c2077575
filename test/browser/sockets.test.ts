import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createTokenServer } from '../backends/embedded'
import { openStreamServer } from '../event-stream/stream-server'
import { openSocketServer, type Way } from '../sockets/wire/socket-server'
import { ada, strict } from './backstage'
import { type Chromium, startChromium } from './chromium'
import { openSite, type Site } from './site'
import type {} from './sockets/sockets'

const PATIENCE = { timeout: 20_000, interval: 10 }

let browser: Chromium
let site: Site

beforeAll(async () => {
  browser = await startChromium()
  site = await openSite(join(import.meta.dirname, 'sockets'))
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** A page in which Ada is logged in, with a feed and a server of streams beside the token server. */
async function openPage(way: Way = 'message') {
  const server = await createTokenServer({ ...strict, accessLifetime: 300 })
  const feed = await openSocketServer(server.isAlive, way)
  const { origin, streams, close } = await openStreamServer(server.isAlive)
  const page = await browser.context.newPage()
  onTestFinished(async () => {
    await page.close()
    await close()
    await feed[Symbol.asyncDispose]()
    await server.close()
  })
  const addresses: string[] = []
  page.on('request', (request) => void addresses.push(request.url()))
  page.on('websocket', (socket) => void addresses.push(socket.url()))
  await page.exposeFunction('ticketFor', (token: string) => {
    const ticket = `ticket-${Math.random()}`
    feed.tickets.set(ticket, token)
    return ticket
  })
  await page.goto(site.url)
  await page.evaluate(([api, at, credentials]) => window.sockets.login(api, at, credentials), [
    server.url,
    origin,
    ada,
  ] as const)
  return {
    feed,
    streams,
    openSocket: () => page.evaluate(([url, by]) => window.sockets.openSocket(url, by), [feed.url, way] as const),
    readEvents: () => page.evaluate((url) => window.sockets.readEvents(url), `${origin}/events`),
    renew() {
      server.revokeAccess()
      return page.evaluate((url) => window.sockets.askFor(url), `${server.url}/api/me/`)
    },
    logout: () => page.evaluate(() => window.sockets.logout()),
    setOffline: (isOffline: boolean) => browser.context.setOffline(isOffline),
    heard: (expected: readonly string[]) =>
      expect.poll(() => page.evaluate(() => window.sockets.told()), PATIENCE).toEqual(expected),
    /** Which of the addresses that the page has asked for hold one of these. */
    addressesWith: (tokens: readonly (string | null)[]) =>
      addresses.filter((address) => tokens.some((token) => token === null || address.includes(token))),
  }
}

test.each(['message', 'protocols', 'ticket'] as const)(
  'a socket says who it is by %s and never by its address, comes back with each new token, and goes with the login',
  async (way) => {
    const { feed, openSocket, renew, logout, heard, addressesWith } = await openPage(way)
    await openSocket()
    await heard(['open', 'hello'])
    const renewed = await renew()
    await heard(['open', 'hello', 'open again', 'hello'])
    const tokens = feed.accepted.map(({ token }) => token)
    expect([tokens.length, new Set(tokens).size, tokens[1]]).toEqual([2, 2, renewed])
    await expect.poll(() => feed.accepted.map(({ socket }) => socket.readyState), PATIENCE).toEqual([3, 1])
    await logout()
    await heard(['open', 'hello', 'open again', 'hello', 'logged_out'])
    await expect.poll(() => feed.accepted.map(({ socket }) => socket.readyState), PATIENCE).toEqual([3, 3])
    expect([addressesWith([feed.url]).length, addressesWith(tokens)]).toEqual([2, []])
  },
)

test('a stream of events goes on with each new token, after its last event, and ends with the login', async () => {
  const { streams, readEvents, renew, logout, heard, addressesWith } = await openPage()
  await readEvents()
  await expect.poll(() => streams.length, PATIENCE).toBe(1)
  streams[0]!.response.write('id: 1\ndata: one\n\n')
  await heard(['one'])
  const renewed = await renew()
  await expect.poll(() => streams.length, PATIENCE).toBe(2)
  streams[1]!.response.write('data: two\n\n')
  await heard(['one', 'two'])
  await logout()
  await heard(['one', 'two', 'logged_out'])
  await expect.poll(() => streams.map(({ closed }) => closed), PATIENCE).toEqual([true, true])
  const tokens = streams.map(({ token }) => token)
  expect([tokens[1], tokens[0] === renewed, streams[1]!.lastEventId]).toEqual([renewed, false, '1'])
  expect([addressesWith(['/events']).length, addressesWith(tokens)]).toEqual([2, []])
})

test('a network that is back ends the pause of a socket and of a stream', async () => {
  const { feed, streams, openSocket, readEvents, setOffline, heard } = await openPage()
  await openSocket()
  await heard(['open', 'hello'])
  feed.accepted[0]!.socket.terminate()
  await heard(['open', 'hello', 'dropped 1006'])
  await readEvents()
  await expect.poll(() => streams.length, PATIENCE).toBe(1)
  streams[0]!.response.destroy()
  await heard(['open', 'hello', 'dropped 1006', 'dropped'])
  expect([feed.accepted.length, streams.length]).toEqual([1, 1])
  await setOffline(true)
  await setOffline(false)
  await heard(['open', 'hello', 'dropped 1006', 'dropped', 'open again', 'hello'])
  await expect.poll(() => streams.length, PATIENCE).toBe(2)
})

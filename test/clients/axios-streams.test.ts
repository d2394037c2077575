import { Agent } from 'node:http'
import { expect, test } from 'vitest'
import { openAxiosScene } from './axios-scene'

const ITEMS = '/api/items/'

test('a refused answer that was to be a stream gives its connection back: the replay needs it', {
  timeout: 20_000,
}, async () => {
  const { api, server } = await openAxiosScene()
  await server.revokeAccess()
  const { status, data } = await api.get(ITEMS, {
    responseType: 'stream',
    httpAgent: new Agent({ keepAlive: true, maxSockets: 1 }),
  })
  const text = await new Response(data).json()
  expect([status, text]).toMatchObject([200, { user: 'ada' }])
})

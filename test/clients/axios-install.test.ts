import axios from 'axios'
import { expect, test, vi } from 'vitest'
import { installAuthSession } from 'xstate-auth-session/axios'
import { codeOf, failure } from '../session/failure'
import { openAxiosScene } from './axios-scene'

const ITEMS = '/api/items/'

test('installing twice is once, with a warning', async () => {
  const { api, session, server, uninstall } = await openAxiosScene()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(installAuthSession(api, session)).toBe(uninstall)
  expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('has this session already')])
  await server.revokeAccess()
  await api.get(ITEMS)
  expect(server.count({ path: ITEMS })).toBe(2)
})

test('what it returns takes the session out again, and another may come', async () => {
  const { api, uninstall, openSession, server } = await openAxiosScene()
  uninstall()
  await failure(api.get(ITEMS))
  expect(server.requests.at(-1)).toMatchObject({ path: ITEMS, authorization: false, status: 401 })
  const other = openSession()
  installAuthSession(api, other)
  await other.login({ username: 'grace', password: 'hopper' })
  expect((await api.get(ITEMS)).data).toMatchObject({ user: 'grace' })
})

test('what it returned takes nothing but its own session out, however late', async () => {
  const { api, uninstall, openSession } = await openAxiosScene()
  uninstall()
  installAuthSession(api, openSession())
  uninstall()
  expect(() => installAuthSession(api, openSession())).toThrow(/uninstall the other session first/)
})

test('a second session on one instance is an error', async () => {
  const { api, openSession } = await openAxiosScene()
  expect(() => installAuthSession(api, openSession())).toThrow(/uninstall the other session first/)
})

test('a session that has been disposed of is an error, at once and later', async () => {
  const { api, session, openSession } = await openAxiosScene()
  const disposed = openSession()
  disposed.dispose()
  expect(() => installAuthSession(axios.create(), disposed)).toThrow(expect.objectContaining({ code: 'disposed' }))
  session.dispose()
  expect(await codeOf(api.get(ITEMS))).toBe('disposed')
})

test.each([
  { Authorization: 'Bearer old' },
  { authorization: 'Bearer old' },
  { Authorization: '' },
  { Authorization: null },
])('a default header of the instance, which would win, is warned of, emptied or not: %o', async (common) => {
  vi.resetModules()
  const { session } = await openAxiosScene()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { installAuthSession } = await import('xstate-auth-session/axios')
  installAuthSession(axios.create({ headers: { common } }), session)
  expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('Authorization header by default')])
})

test('a request that is made again with the config of its error gets a new token', async () => {
  const { api, server, url, refreshes } = await openAxiosScene()
  server.faults.next({ path: ITEMS }, { kind: 'status', status: 503 })
  const error = await failure(api.get(url(ITEMS)))
  await server.revokeAccess()
  if (!axios.isAxiosError(error) || !error.config) throw error
  expect((await api.request(error.config)).status).toBe(200)
  expect([server.count({ path: ITEMS }), refreshes()]).toEqual([3, 1])
})

test('an adapter of a request’s own sends it, with the token', async () => {
  const { api, session } = await openAxiosScene()
  const token = await session.accessToken()
  const { data } = await api.get('/anything/', {
    adapter: async (config) => {
      const data = config.headers.get('Authorization')
      return { data, status: 200, statusText: '', headers: {}, config }
    },
  })
  expect(data).toBe(`Bearer ${token}`)
})

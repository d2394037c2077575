import { Readable } from 'node:stream'
import axios, { AxiosError, type AxiosProgressEvent, isAxiosError, isCancel } from 'axios'
import { describe, expect, test } from 'vitest'
import { installAuthSession } from 'xstate-auth-session/axios'
import { codeOf, failure } from '../session/failure'
import { snapshotWhere } from '../session/moments'
import { ada, openTimedScene } from '../session/scene'
import { standStill } from '../session/standstill'
import { createUploads } from '../session/uploads'
import { openAxiosScene } from './axios-scene'

const ITEMS = '/api/items/'

describe('what axios calls an error', () => {
  test.each(['http', 'fetch'])('is an AxiosError with its response, and shows no token: %s', async (adapter) => {
    const { api, session } = await openAxiosScene({ adapter })
    const token = await session.accessToken()
    const error = await failure(api.get('/api/forbidden/'))
    if (!isAxiosError(error)) throw error
    expect([error.code, error.status, error.response?.data]).toEqual([
      AxiosError.ERR_BAD_REQUEST,
      403,
      { detail: 'You do not have permission to perform this action.' },
    ])
    expect(JSON.stringify([error.toJSON(), error.config, error.response?.config])).not.toContain(token)
  })

  test('of a network that fails has its code', async () => {
    const { api, server } = await openAxiosScene()
    server.faults.next({ path: ITEMS }, { kind: 'drop' })
    const error = await failure(api.get(ITEMS))
    expect(isAxiosError(error) && error.code).toBe('ECONNRESET')
  })

  test('follows validateStatus', async () => {
    const { api, server, refreshes } = await openAxiosScene({ validateStatus: (status) => status === 403 })
    expect((await api.get('/api/forbidden/')).status).toBe(403)
    await server.revokeAccess()
    const error = await failure(api.get(ITEMS))
    expect(isAxiosError(error) && error.response?.status).toBe(200)
    expect(refreshes()).toBe(1)
  })
})

describe('a cancelled request', () => {
  test('that waits rejects with a CanceledError, whose cause is the signal’s reason', async () => {
    const scene = await openAxiosScene()
    const { release, first } = await standStill(scene)
    const abort = new AbortController()
    const given = scene.api.get(ITEMS, { signal: abort.signal })
    await snapshotWhere(scene.session, ({ waiting }) => waiting === 2)
    const reason = new Error('left')
    abort.abort(reason)
    const error = await failure(given)
    expect([isCancel(error), (error as AxiosError).code, (error as Error).cause]).toEqual([
      true,
      'ERR_CANCELED',
      reason,
    ])
    release()
    await first
    expect(scene.server.count({ path: ITEMS })).toBe(0)
  })

  test.each([0, 5_000])('by a CancelToken rejects with its message, with a timeout of %d', async (timeout) => {
    const scene = await openAxiosScene()
    const { release, first } = await standStill(scene)
    const { token, cancel } = axios.CancelToken.source()
    const given = scene.api.get(ITEMS, { cancelToken: token, timeout })
    await snapshotWhere(scene.session, ({ waiting }) => waiting === 2)
    cancel('left')
    const error = await failure(given)
    expect([isCancel(error), (error as Error).message]).toEqual([true, 'left'])
    release()
    await first
    expect(scene.server.count({ path: ITEMS })).toBe(0)
  })
})

describe('a timeout', () => {
  test.each([
    ['ECONNABORTED', false],
    ['ETIMEDOUT', true],
  ])('of a request that waits has the code %s', async (code, clarifyTimeoutError) => {
    const scene = await openAxiosScene({ transitional: { clarifyTimeoutError } })
    const { release, first } = await standStill(scene)
    const error = await failure(scene.api.get(ITEMS, { timeout: 50 }))
    if (!isAxiosError(error)) throw error
    expect([error.code, error.message, error.config?.url]).toEqual([code, 'timeout of 50ms exceeded', ITEMS])
    release()
    await first
    expect(scene.server.count({ path: ITEMS })).toBe(0)
  })

  test('has the message that the app chose', async () => {
    const scene = await openAxiosScene({ timeoutErrorMessage: 'too slow' })
    const { release, first } = await standStill(scene)
    expect(String(await failure(scene.api.get(ITEMS, { timeout: 50 })))).toBe('AxiosError: too slow')
    release()
    await first
  })
})

describe('interceptors and transforms', () => {
  test('run once each, in axios’ order, however often the request is sent', async () => {
    const { api, server } = await openAxiosScene()
    const order: string[] = []
    const note = (name: string) => order.push(name)
    for (const name of ['first', 'second']) {
      api.interceptors.request.use((config) => {
        note(`request ${name}`)
        return config
      })
      api.interceptors.response.use((response) => {
        note(`response ${name}`)
        return response
      })
    }
    await server.revokeAccess()
    const { data } = await api.post(
      ITEMS,
      { title: 'a note' },
      {
        transformRequest: [
          (given) => {
            note('transform request')
            return JSON.stringify(given)
          },
        ],
        transformResponse: [
          (given) => {
            note('transform response')
            return { parsed: JSON.parse(given) }
          },
        ],
      },
    )
    expect(data).toMatchObject({ parsed: { user: 'ada', body: { length: 18 } } })
    expect(order).toEqual([
      ...['request second', 'request first', 'transform request'],
      ...['transform response', 'response first', 'response second'],
    ])
  })

  test('see neither the 401 that was replayed nor the token', async () => {
    const { api, server, session } = await openAxiosScene()
    const seen: unknown[] = []
    api.interceptors.response.use((response) => {
      seen.push([response.status, response.config.headers.has('Authorization')])
      return response
    })
    await server.revokeAccess()
    await api.get(ITEMS)
    expect(seen).toEqual([[200, false]])
    expect(session.getSnapshot().status).toBe('authenticated')
  })
})

describe('progress', () => {
  test.each(['http', 'fetch'])('of an upload and a download is told: %s', async (adapter) => {
    const uploads = createUploads()
    const { api } = await openAxiosScene({ adapter }, { server: { fallback: uploads.take } })
    const ups: AxiosProgressEvent[] = []
    const downs: AxiosProgressEvent[] = []
    const body = Buffer.alloc(200_000, 'x')
    await api.post('/upload/', body, { onUploadProgress: (event) => void ups.push(event) })
    await api.get(ITEMS, { onDownloadProgress: (event) => void downs.push(event) })
    expect([ups.at(-1)?.loaded, ups.at(-1)?.total]).toEqual([200_000, 200_000])
    expect(downs.at(-1)?.loaded).toBeGreaterThan(0)
    expect(uploads.received.map(({ content }) => content.length)).toEqual([200_000])
  })
})

test('a stream is sent once: refused, it is not_replayable', async () => {
  const uploads = createUploads()
  const { api } = await openAxiosScene({}, { server: { fallback: uploads.take } })
  uploads.refuse(1)
  expect(await codeOf(api.post('/upload/', Readable.from(['a ', 'note'])))).toBe('not_replayable')
  expect(uploads.received.map(({ content }) => content.toString())).toEqual(['a note'])
  await api.post('/upload/', Readable.from(['a ', 'note']))
  expect(uploads.received.length).toBe(2)
})

test.each(['http', 'fetch'])('HTTP Basic of axios’ own goes out untouched: %s', async (adapter) => {
  const { api, refreshes, server } = await openAxiosScene({ adapter })
  const error = await failure(api.get(ITEMS, { auth: { username: 'ada', password: 'lovelace' } }))
  expect(isAxiosError(error) && error.response?.status).toBe(401)
  expect([server.requests.at(-1)?.authorization, server.requests.at(-1)?.bearer, refreshes()]).toEqual([true, null, 0])
})

describe('a successor in a header', () => {
  const successorHeader = 'Refresh-Token'
  const options = { server: { successorHeader }, backend: { successorHeader } }

  async function ask(adapter: string) {
    const { session, clock, url } = await openTimedScene(options)
    const api = axios.create({ adapter, proxy: false })
    installAuthSession(api, session)
    await session.login(ada)
    const before = await session.accessToken()
    clock.advance(6_000)
    await api.get(url(ITEMS))
    return before === (await session.accessToken())
  }

  test('is adopted', async () => {
    expect(await ask('http')).toBe(false)
  })

  test('is left alone where axios does not tell who sent it: its fetch adapter', async () => {
    expect(await ask('fetch')).toBe(true)
  })
})

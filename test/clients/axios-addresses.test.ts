import axios from 'axios'
import { expect, test } from 'vitest'
import { openAxiosScene } from './axios-scene'

const ITEMS = '/api/items/'

test('where a request goes is what its own config says, and not what the instance would make of that', async () => {
  const { api } = await openAxiosScene()
  api.interceptors.request.use((config) => {
    delete config.baseURL
    return config
  })
  const { data } = await api.get('/of-the-page/', {
    adapter: async (config) => ({
      data: [axios.getUri(config), config.headers.has('Authorization')],
      status: 200,
      statusText: '',
      headers: {},
      config,
    }),
  })
  expect(data).toEqual(['/of-the-page/', false])
})

test('an address may be a URL object, which axios takes though its types do not', async () => {
  const { api, url } = await openAxiosScene({ baseURL: '' })
  const address: unknown = new URL(url(ITEMS))
  expect((await api.get(address as string)).data).toMatchObject({ user: 'ada' })
})

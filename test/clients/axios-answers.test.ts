import { expect, test } from 'vitest'
import { openAxiosScene } from './axios-scene'

test.each([
  ['http', 'json'],
  ['http', 'text'],
  ['http', 'arraybuffer'],
  ['fetch', 'blob'],
  ['fetch', 'arraybuffer'],
] as const)(
  'a backend reads an answer’s body whatever axios makes of it, of a good one too: %s, %s',
  async (adapter, responseType) => {
    const read: unknown[] = []
    const unauthorized = async ({ status }: Response, readBody: () => Promise<unknown>) => {
      const { detail, user } = Object(await readBody())
      read.push([status, detail ?? user])
      return true
    }
    const { api, refreshes } = await openAxiosScene({ adapter, responseType }, { backend: { unauthorized } })
    const permitted = await api.get('/api/items/')
    await api.get('/api/forbidden/').catch(() => {})
    const forbidden = [403, 'You do not have permission to perform this action.']
    expect([read, refreshes()]).toEqual([[[200, 'ada'], [200, 'ada'], forbidden], 1])
    expect(permitted.data).not.toBeNull()
  },
)

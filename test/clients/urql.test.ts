import { createClient, fetchExchange } from '@urql/core'
import { expect, test } from 'vitest'
import { snapshotWhere } from '../session/moments'
import { ada, openScene } from '../session/scene'
import { standStill } from '../session/standstill'

test('who leaves a query of urql takes it out of the line', async () => {
  const scene = await openScene()
  const { session, server, url } = scene
  await session.login(ada)
  const { release, first } = await standStill(scene)
  const api = createClient({ url: url('/api/graphql/'), exchanges: [fetchExchange], fetch: session.fetch })
  const { unsubscribe } = api.query('{ echo }', {}).subscribe(() => {})
  await snapshotWhere(session, ({ waiting }) => waiting === 2)
  unsubscribe()
  await snapshotWhere(session, ({ waiting }) => waiting === 1)
  release()
  await first
  expect(server.count({ path: '/api/graphql/' })).toBe(0)
})

import * as apollo from '@apollo/client'
import * as trpc from '@trpc/client'
import * as urql from '@urql/core'
import axios from 'axios'
import * as graphqlRequest from 'graphql-request'
import * as kyModule from 'ky'
import * as ofetchModule from 'ofetch'
import openapiFetch from 'openapi-fetch'
import { expect, onTestFinished, test, vi } from 'vitest'
import wretch from 'wretch'
import type { AuthSession } from 'xstate-auth-session'
import * as adapter from 'xstate-auth-session/axios'
import { memoryArea } from '../../src/platform/memory-storage'
import { createTokenServer } from '../backends/embedded'
import { readPage, sampleOf, tableOf } from '../docs/page'
import { against, runSample } from '../docs/sample'
import { typeErrorsIn } from '../docs/sample-types'
import { codeOf } from '../session/failure'
import { ada } from '../session/scene'
import { clients } from './clients'
import { openClient } from './scene'

const fetchPage = readPage('docs/clients/fetch.md')
const axiosPage = readPage('docs/clients/axios.md')

const asModule = (value: unknown) => ({ default: value, __esModule: true })

const packages = {
  ky: kyModule,
  ofetch: ofetchModule,
  wretch: asModule(wretch),
  'openapi-fetch': asModule(openapiFetch),
  'graphql-request': graphqlRequest,
  '@urql/core': urql,
  '@apollo/client': apollo,
  '@trpc/client': trpc,
  axios: asModule(axios),
  'xstate-auth-session/axios': adapter,
}

const shapeOf = (name: string) => clients.find((row) => row.name === name)!
const NOTES = '/api/notes/'
const query = '{ echo }'

/** How the client of each sample is used; each resolves with what the server echoes. */
const uses: Readonly<Record<string, (api: never, base: string) => Promise<unknown>>> = {
  ky: (api: typeof kyModule.default, base) => api.get(base + NOTES).json(),
  'ky at once': (api: typeof kyModule.default, base) => api.get(base + NOTES).json(),
  ofetch: (api: typeof ofetchModule.ofetch, base) => api(base + NOTES),
  wretch: (api: ReturnType<typeof wretch>) => api.get(NOTES).json(),
  'openapi-fetch': async (api: ReturnType<typeof openapiFetch<Record<string, never>>>) =>
    (await api.GET(NOTES as never)).data,
  'graphql-request': async (api: graphqlRequest.GraphQLClient) => (await api.request<{ echo: unknown }>(query)).echo,
  urql: async (api: urql.Client) => (await api.query(query, {}).toPromise()).data.echo,
  'Apollo Client': async (api: apollo.ApolloClient) =>
    (await api.query<{ echo: unknown }>({ query: apollo.gql(query) })).data?.echo,
  tRPC: (api: ReturnType<typeof trpc.createTRPCUntypedClient>) => api.mutation('notes/'),
}

test.each(Object.entries(uses))(
  'the two lines of %s send with the token, and again after a renewal',
  async (name, use) => {
    const row = shapeOf(name.replace(' at once', ''))
    const { session, server, refreshes } = await openClient(row)
    const sample = against(sampleOf(fetchPage, name), server.url)
    const { api } = await runSample<{ api: never }>(sample, { session }, packages)
    await server.revokeAccess()
    expect([await use(api, server.url), refreshes()]).toEqual([expect.objectContaining({ user: 'ada' }), 1])
  },
)

test('ky tells the end of a session at once where it is asked to', async () => {
  const { session, server } = await openClient(shapeOf('ky'))
  const { api } = await runSample<{ api: typeof kyModule.default }>(
    against(sampleOf(fetchPage, 'ky at once'), server.url),
    { session },
    packages,
  )
  await server.revokeFamilies()
  const calls = vi.spyOn(session, 'fetch')
  expect(await codeOf(api.get(server.url + NOTES).json())).toBe('session_expired')
  expect(calls).not.toHaveBeenCalled()
})

test('what a client keeps is cleared when somebody else logs in, and at logout', async () => {
  const { session } = await openClient(shapeOf('Apollo Client'))
  const sample = sampleOf(fetchPage, 'clear')
  const { clearWithSession } = await runSample<{ clearWithSession: (client: object) => () => void }>(sample, {
    session,
  })
  const clearStore = vi.fn()
  const stop = clearWithSession({ clearStore })
  await session.login({ username: 'grace', password: 'hopper' })
  expect(clearStore).toHaveBeenCalledTimes(1)
  await session.logout()
  expect(clearStore).toHaveBeenCalledTimes(2)
  stop()
  await session.login(ada)
  expect(clearStore).toHaveBeenCalledTimes(2)
})

test('the lines of axios take an existing app over: its tokens stay where they are, and nobody is logged out', async () => {
  await using server = await createTokenServer()
  const credentials = { method: 'POST', body: new URLSearchParams(ada) }
  const { access, refresh } = await (await fetch(`${server.url}/api/token/`, credentials)).json()
  const area = memoryArea()
  area.setItem('access', access)
  area.setItem('refresh', refresh)
  vi.stubGlobal('localStorage', area)
  onTestFinished(() => void vi.unstubAllGlobals())
  type Exports = { session: AuthSession; uninstall: () => void }
  const install = against(sampleOf(axiosPage, 'install'), server.url)
  const { session, uninstall } = await runSample<Exports>(install, {}, packages)
  onTestFinished(() => {
    uninstall()
    session.dispose()
  })
  expect(await session.start()).toBe('authenticated')
  server.revokeAccess()
  const told = await runSample<Record<'prices' | 'mine' | 'saved', { status: number; data: object }>>(
    against(sampleOf(axiosPage, 'request'), server.url),
    {},
    packages,
  )
  expect([told.prices.data, told.mine.data, told.saved.data]).toEqual([
    expect.objectContaining({ authorization: false }),
    expect.objectContaining({ user: 'ada', method: 'GET' }),
    expect.objectContaining({ user: 'ada', method: 'POST' }),
  ])
  expect([
    area.getItem('access') === (await session.accessToken()),
    server.count({ path: '/api/token/refresh/' }),
  ]).toEqual([true, 1])
})

const NAMES: Readonly<Record<string, string>> = {
  bodies: 'bodies of any kind',
  abort: 'an abort by signal',
  reason: 'the reason of an abort',
  timeout: 'a time-out',
  retry: 'retries',
  stream: 'streaming',
  url: 'the answer’s address',
  keepalive: '`keepalive`',
  request: '`Request` objects',
}

test('the table says what each client lacks, as its row does', () => {
  const lacking = clients.flatMap(({ name, lacks }) =>
    Object.entries(lacks).map(([trait, why]) => [name, NAMES[trait]!, why]),
  )
  expect(tableOf(fetchPage, 'What a client cannot do').rows).toEqual(lacking)
})

test('every sample is run, and the compiler has nothing against it', () => {
  const blocks = [...fetchPage.blocks, ...axiosPage.blocks]
  const run = [...Object.keys(uses), 'clear', 'install', 'request']
  expect(blocks.map(({ sample }) => sample).sort()).toEqual(run.sort())
  expect(typeErrorsIn(blocks, 'test/clients', { exactOptionalPropertyTypes: false })).toEqual([])
}, 180_000)

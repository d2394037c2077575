import { type QueryClient, QueryClientProvider, queryOptions, useQuery } from '@tanstack/react-query'
import { act } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { readPage } from '../../../docs/page'
import { ada, grace, openStage } from '../suite/stage'
import { openSamples } from './sample'
import { openScreen } from './screen'

const page = readPage('docs/ui/react.md')

const typed = () =>
  queryOptions({ queryKey: ['notes'], queryFn: async (): Promise<{ user: string }> => ({ user: '' }) })

function openQueries() {
  const stage = openStage()
  const { queries, notesQuery } = openSamples(page, { given: { './session': stage } })<{
    queries: QueryClient
    notesQuery: ReturnType<typeof typed>
  }>('queries.ts')
  onTestFinished(() => queries.clear())
  const shown: string[] = []
  const Notes = () => {
    const { data, error } = useQuery(notesQuery, queries)
    const line = data ? `Notes of ${data.user}` : error ? error.name : 'One moment…'
    if (shown.at(-1) !== line) shown.push(line)
    return line
  }
  return { ...stage, queries, shown, Notes }
}

async function open() {
  const stage = openQueries()
  const { Notes, inProvider, queries, time } = stage
  const screen = openScreen(
    inProvider(
      <QueryClientProvider client={queries}>
        <Notes />
      </QueryClientProvider>,
    ),
    time,
  )
  return { ...stage, ...screen }
}

test('a query waits for the session that is being restored, and is asked once', async () => {
  const { queries, session, Notes, inProvider, time, server, open: openAnother, shown } = openQueries()
  await openAnother().login(ada)
  const { settle, text } = openScreen(inProvider(<Notes />), time)
  await settle()
  expect([text(), session.getSnapshot().status]).toEqual(['Notes of ada', 'authenticated'])
  expect([server.count('/api/notes/'), shown]).toEqual([1, ['One moment…', 'Notes of ada']])
  expect(queries.getQueryCache().getAll()).toHaveLength(1)
})

test('a query whose token was revoked is answered after one renewal, and the query never knows', async () => {
  const { session, server, settle, queries, shown } = await open()
  await act(() => session.login(ada))
  await settle()
  server.revokeAccess()
  await act(() => queries.invalidateQueries())
  await settle()
  expect([server.count('/api/token/refresh/'), shown.at(-1)]).toEqual([1, 'Notes of ada'])
})

test('the cache is cleared when somebody else logs in: what is shown is asked for again, and the rest is gone', async () => {
  const { session, server, settle, queries, text } = await open()
  await act(() => session.login(ada))
  await settle()
  queries.setQueryData(['drafts'], 'of ada')
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  server.intercept(({ path }, asked) => (path === '/api/notes/' ? held.then(asked) : undefined))
  await act(() => session.login(grace))
  await settle()
  expect(text()).toBe('One moment…')
  answer()
  await settle()
  expect(text()).toBe('Notes of grace')
  expect(queries.getQueryData(['drafts'])).toBeUndefined()
})

test('after the logout nothing of the user is left in the cache, and nothing is asked in vain', async () => {
  const { session, settle, queries, text, server } = await open()
  await act(() => session.login(ada))
  await settle()
  const before = server.count('/api/notes/')
  await act(() => session.logout())
  await settle()
  expect(
    JSON.stringify(
      queries
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.data),
    ),
  ).not.toContain('ada')
  expect([text(), server.count('/api/notes/') - before]).toEqual(['AuthSessionError', 0])
})

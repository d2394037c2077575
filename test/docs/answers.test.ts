import { expect, test } from 'vitest'
import { cookieSession, delegated, simpleJwt, slidingHeader } from 'xstate-auth-session/backends'
import { oauth2 } from 'xstate-auth-session/oauth2'
import { namesIn, readPage, tableOf } from './page'

/** The one table of final answers says what the backends’ own tables say. */

const baseUrl = 'https://api.example.com'
const backends = {
  simpleJwt: simpleJwt({ baseUrl }),
  slidingHeader: slidingHeader({ baseUrl, window: 1_200_000, keepAlive: '/api/me/' }),
  cookieSession: cookieSession({ baseUrl }),
  oauth2: oauth2({ issuer: 'https://id.example.com', clientId: 'app' }),
  delegated: delegated({ baseUrl, getAccessToken: async () => null }),
}

const page = readPage('docs/backends/answers.md')

test('every final answer of every backend is in the table, and nothing else is', () => {
  const { rows } = tableOf(page, 'Answers that end a session')
  const said = rows.map(([name, asked, status, codes]) => [
    namesIn(name!)[0],
    asked,
    Number(status),
    ...namesIn(codes!),
  ])
  const meant = Object.entries(backends).flatMap(([name, { final }]) => [
    ...final.renewal.map(({ status, codes = [] }) => [name, 'renewal', status, ...codes]),
    ...final.accessToken.map(({ status, codes = [] }) => [name, 'resource', status, ...codes]),
  ])
  expect(said).toEqual(meant)
})

test('every backend has its page', () => {
  const { rows } = tableOf(page, 'Which backend, and which answers are final')
  expect(rows.map(([, name]) => namesIn(name!)[0])).toEqual([...Object.keys(backends), 'custom'])
})

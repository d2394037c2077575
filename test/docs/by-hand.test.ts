import { expect, test, vi } from 'vitest'
import { readPage, sampleOf } from './page'
import { runSample } from './sample'

/** What the README says against the wrapper that most apps have is true of the wrapper that it shows. */

type Tokens = { access: string; refresh: string }
type Wrapper = { authFetch: typeof fetch; setTokens: (grant: Tokens) => void }

const sample = sampleOf(readPage('README.md'), 'by hand')
const url = 'https://api.example.com/api/notes/'
const ada = { access: 'ada-1', refresh: 'ada-refresh-1' }
const nobody = { access: '', refresh: '' }
const granted = (access: string) => new Response(JSON.stringify({ access, refresh: `${access}-refresh` }))
const refused = () => new Response('', { status: 401 })
const accepted = () => new Response('{}')

/** The wrapper over a server; `answer` is asked for every request, `bearer` is what came along. */
async function openWrapper(answer: (path: string, bearer: string) => Response | Promise<Response>) {
  const sent: { path: string; bearer: string }[] = []
  const transport = async (input: string, init: RequestInit = {}) => {
    const path = new URL(input).pathname
    const bearer = new Headers(init.headers).get('authorization') ?? ''
    sent.push({ path, bearer })
    return answer(path, bearer)
  }
  const assign = vi.fn()
  const setInterval = vi.fn()
  const { authFetch, setTokens } = await runSample<Wrapper>(sample, {
    fetch: transport,
    location: { assign },
    setInterval,
  })
  setTokens(ada)
  const [refreshByTimer] = setInterval.mock.calls[0] as [() => Promise<void>]
  const refreshes = () => sent.filter(({ path }) => path === '/api/token/refresh/').length
  return { authFetch, setTokens, refreshByTimer, refreshes, sent, assign }
}

const isRefresh = (path: string) => path === '/api/token/refresh/'
const never = new Promise<Response>(() => {})
const turns = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a 503 of the token server throws the user out of the form', async () => {
  const wrapper = await openWrapper((path) => (isRefresh(path) ? new Response('{}', { status: 503 }) : refused()))
  await wrapper.authFetch(url)
  expect(wrapper.assign.mock.calls).toEqual([['/login']])
})

test('a refresh that is answered after the logout logs in again', async () => {
  let answerRefresh = (_: Response) => {}
  const refreshed = new Promise<Response>((resolve) => {
    answerRefresh = resolve
  })
  const wrapper = await openWrapper((path) => (isRefresh(path) ? refreshed : refused()))
  const asked = wrapper.authFetch(url)
  await turns()
  wrapper.setTokens(nobody)
  answerRefresh(granted('ada-2'))
  await asked
  expect(wrapper.sent.at(-1)?.bearer).toBe('Bearer ada-2')
})

test('timer and 401 refresh at the same time', async () => {
  const wrapper = await openWrapper((path) => (isRefresh(path) ? never : refused()))
  wrapper.refreshByTimer()
  wrapper.authFetch(url)
  await turns()
  expect(wrapper.refreshes()).toBe(2)
})

test('the token goes to strangers', async () => {
  const wrapper = await openWrapper(accepted)
  await wrapper.authFetch('https://elsewhere.example/pixel')
  expect(wrapper.sent).toEqual([{ path: '/pixel', bearer: 'Bearer ada-1' }])
})

test('who waits for a refresh that fails waits for ever, and so does everyone after', async () => {
  const wrapper = await openWrapper((path) =>
    isRefresh(path) ? Promise.reject(new TypeError('fetch failed')) : refused(),
  )
  const outcomes: string[] = []
  for (const name of ['first', 'second']) {
    const note = (how: string) => () => void outcomes.push(`${name} ${how}`)
    wrapper.authFetch(url).then(note('answered'), note('failed'))
  }
  await turns()
  wrapper.authFetch(url).then(() => outcomes.push('third answered'))
  await turns()
  expect([outcomes, wrapper.refreshes()]).toEqual([['first failed'], 1])
})

test('a late 401 of the last token leads to another refresh', async () => {
  let answerLate = () => {}
  const late = new Promise<Response>((resolve) => {
    answerLate = () => resolve(refused())
  })
  let asked = 0
  const wrapper = await openWrapper((path, bearer) => {
    if (isRefresh(path)) return granted('ada-2')
    if (bearer === 'Bearer ada-2') return accepted()
    return ++asked === 1 ? late : refused()
  })
  const first = wrapper.authFetch(url)
  await wrapper.authFetch(url)
  expect(wrapper.refreshes()).toBe(1)
  answerLate()
  await first
  expect(wrapper.refreshes()).toBe(2)
})

test('a request of the first user is sent again with the token of the second', async () => {
  let answerLate = () => {}
  const late = new Promise<Response>((resolve) => {
    answerLate = () => resolve(refused())
  })
  const wrapper = await openWrapper((path, bearer) => {
    if (isRefresh(path)) return granted('grace-2')
    return bearer === 'Bearer ada-1' ? late : accepted()
  })
  const asked = wrapper.authFetch(url)
  wrapper.setTokens({ access: 'grace-1', refresh: 'grace-refresh-1' })
  answerLate()
  await asked
  expect(wrapper.sent.filter(({ path }) => !isRefresh(path)).map(({ bearer }) => bearer)).toEqual([
    'Bearer ada-1',
    'Bearer grace-2',
  ])
})

import { expect, onTestFinished, test, vi } from 'vitest'
import { createAuthSession } from 'xstate-auth-session'
import { cookieSession } from 'xstate-auth-session/backends'
import { createHandClock } from '../../session/hand-clock'

const baseUrl = 'https://api.example.com'
const ada = { username: 'ada', password: 'x' }
const grace = { username: 'grace', password: 'x' }

/** Ada's page, whose renewal hangs. `heeds`: whether its network gives up what is aborted. */
async function openHung(heeds: boolean) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const page = { jar: '', ended: [] as string[], aborted: 0, answer: () => {} }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    const owner = page.jar
    if (pathname.endsWith('/login/')) {
      const { username, password } = JSON.parse(String(init?.body))
      if (password !== 'x') return Response.json({}, { status: 401 })
      page.jar = username
      return Response.json({ user: { id: username } })
    }
    if (pathname.endsWith('/refresh/'))
      return new Promise((resolve, reject) => {
        page.answer = () => {
          page.jar = owner
          resolve(Response.json({ user: { id: owner } }))
        }
        init?.signal?.addEventListener('abort', () => {
          page.aborted++
          if (heeds) reject(new DOMException('', 'AbortError'))
        })
      })
    if (pathname.endsWith('/logout/')) page.ended.push(page.jar)
    if (pathname.endsWith('/logout/')) page.jar = ''
    return Response.json({}, { status: pathname.endsWith('/notes/') ? 401 : 200 })
  }
  const session = createAuthSession({
    backend: cookieSession({ baseUrl, csrf: null, access: 'cookie' }),
    fetch,
    clock: createHandClock(),
  })
  onTestFinished(() => session.dispose())
  await session.login(ada)
  session.fetch(`${baseUrl}/api/notes/`).catch(() => {})
  await expect.poll(() => page.answer.length === 0 && session.getSnapshot().status).toBe('queuedRetry')
  return Object.assign(page, { session })
}

test.each([true, false])(
  'a login behind it is sent within two seconds, and counts; the network heeds: %s',
  async (heeds) => {
    const page = await openHung(heeds)
    const login = page.session.login(grace)
    await vi.advanceTimersByTimeAsync(1_999)
    expect([page.jar, page.aborted]).toEqual(['ada', 0])
    await vi.advanceTimersByTimeAsync(1)
    await login
    expect([page.jar, page.aborted]).toEqual(['grace', 1])
    expect(page.session.getSnapshot()).toMatchObject({ status: 'authenticated', user: { id: 'grace' } })
  },
)

test('one that is refused is refused for its own reason', async () => {
  const { session } = await openHung(true)
  const login = session.login({ ...ada, password: 'wrong' }).catch(({ code }) => code)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await login).toBe('login_rejected')
  expect(session.getSnapshot().user).toEqual({ id: 'ada' })
})

test('what it brings though it was given up is logged out: its cookie is not the session’s', async () => {
  const page = await openHung(false)
  const login = page.session.login(grace)
  await vi.advanceTimersByTimeAsync(2_000)
  await login
  page.answer()
  await expect.poll(() => [page.ended, page.jar]).toEqual([['ada'], ''])
})

test('and after a login that was refused it is what the session goes on with', async () => {
  const page = await openHung(false)
  const login = page.session.login({ ...ada, password: 'wrong' }).catch(({ code }) => code)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await login).toBe('login_rejected')
  page.answer()
  await expect.poll(() => page.session.getSnapshot().status).toBe('authenticated')
  expect([page.ended, page.jar]).toEqual([[], 'ada'])
})

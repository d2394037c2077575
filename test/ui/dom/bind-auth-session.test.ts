import { expect, onTestFinished, test, vi } from 'vitest'
import { bindAuthSession } from 'xstate-auth-session/dom'
import { ada, createWorld, NOTHING } from '../world'

const SCREEN = `
  <i data-auth="restoring">One moment…</i>
  <b data-auth="loggedIn">Your notes</b>
  <i data-auth="queuedRetry">Connecting…</i>
  <i data-auth="expired">Your session has ended.</i>
  <button data-auth="anonymous loggedOut expired">Log in</button>
  <u>About</u>`

/** A screen in the document, until the test is over. */
function screenOf(html: string): HTMLElement {
  const screen = document.createElement('main')
  screen.innerHTML = html
  document.body.append(screen)
  onTestFinished(() => screen.remove())
  return screen
}

/** What is to be seen on it, and its status. */
const seen = (screen: Element) => [
  screen.getAttribute('data-auth-status'),
  ...[...screen.querySelectorAll<HTMLElement>('*')]
    .filter(({ hidden }) => !hidden)
    .map(({ textContent }) => textContent),
]

test('elements are shown by the tags of the session, and the screen carries its status', async () => {
  const { time, server, session } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen, session)
  expect(seen(screen)).toEqual(['restoring', 'One moment…', 'About'])
  await time.settle()
  expect(seen(screen)).toEqual(['anonymous', 'Log in', 'About'])
  await session.login(ada)
  expect(seen(screen)).toEqual(['authenticated', 'Your notes', 'About'])
  await time.advance(100)
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  server.network(false)
  await time.advance(300_000)
  expect(seen(screen)).toEqual(['queuedRetry', 'Your notes', 'Connecting…', 'About'])
  server.network(true)
  server.revokeRefresh()
  await time.advance(300_000)
  expect(seen(screen)).toEqual(['expired', 'Your session has ended.', 'Log in', 'About'])
  unbind()
})

test('an element is written to only when it has to change', async () => {
  const { session, renew } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen, session)
  await session.login(ada)
  const changed: (string | null)[] = []
  const note = (records: MutationRecord[]) => void changed.push(...records.map(({ attributeName }) => attributeName))
  const written = new MutationObserver(note)
  written.observe(screen, { subtree: true, attributes: true })
  await renew()
  note(written.takeRecords())
  written.disconnect()
  expect(changed).toEqual(['data-auth-status', 'data-auth-status'])
  unbind()
})

test('an element that comes later, or changes its tags, is shown by the session too', async () => {
  const { session } = createWorld()
  const screen = screenOf('')
  const unbind = bindAuthSession(screen, session)
  await session.login(ada)
  screen.innerHTML = SCREEN
  await Promise.resolve()
  expect(seen(screen)).toEqual(['authenticated', 'Your notes', 'About'])
  screen.querySelector('b')?.setAttribute('data-auth', 'notLoggedIn')
  await Promise.resolve()
  expect(seen(screen)).toEqual(['authenticated', 'About'])
  unbind()
})

test('the screen itself may be for some only', async () => {
  const { session } = createWorld()
  const screen = screenOf(SCREEN)
  screen.setAttribute('data-auth', 'loggedIn')
  const unbind = bindAuthSession(screen, session)
  expect(screen.hidden).toBe(true)
  await session.login(ada)
  expect(screen.hidden).toBe(false)
  unbind()
})

test('what is no HTML carries the attribute too, for a style sheet to heed', async () => {
  const { session } = createWorld()
  const screen = screenOf('<svg data-auth="loggedIn"></svg>')
  const unbind = bindAuthSession(screen, session)
  expect(screen.innerHTML).toBe('<svg data-auth="loggedIn" hidden=""></svg>')
  await session.login(ada)
  expect(screen.innerHTML).toBe('<svg data-auth="loggedIn"></svg>')
  unbind()
})

test('a later tag that there isn’t leaves what follows it to the session, and is reported', async () => {
  const { session } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen, session)
  await session.login(ada)
  const reported: unknown[] = []
  const report = (event: ErrorEvent) => {
    event.preventDefault()
    reported.push(event.message)
  }
  addEventListener('error', report)
  onTestFinished(() => removeEventListener('error', report))
  const faults: string[] = []
  session.on('fault', ({ message }) => faults.push(message))
  screen.insertAdjacentHTML('afterbegin', '<p data-auth="logedIn">Draft</p>')
  await Promise.resolve()
  await session.logout()
  expect(seen(screen)).toEqual(['loggedOut', 'Log in', 'About'])
  expect([reported, faults]).toEqual([[expect.stringContaining("there is no tag 'logedIn'")], ['Error']])
  unbind()
})

test('the session is kept started until the screen is unbound, which then stays as it is', async () => {
  const { session, held } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen, session)
  await session.login(ada)
  expect(held()).toEqual({ listeners: 1, page: true, timers: 1 })
  unbind()
  unbind()
  expect(held()).toEqual(NOTHING)
  await session.logout()
  screen.querySelector('u')?.setAttribute('data-auth', 'expired')
  await Promise.resolve()
  expect(seen(screen)).toEqual([null, 'Your notes', 'About'])
})

test('of two screens over one session, the one that stays keeps it started', async () => {
  const { session, held } = createWorld()
  const [first, second] = [bindAuthSession(screenOf(SCREEN), session), bindAuthSession(screenOf(SCREEN), session)]
  await session.login(ada)
  first()
  first()
  expect(held()).toEqual({ listeners: 1, page: true, timers: 1 })
  second()
  expect(held()).toEqual(NOTHING)
})

test('a tag that there isn’t is named, and nothing is bound', () => {
  const { session, held } = createWorld()
  const screen = screenOf('<p data-auth="expired logedIn"></p>')
  expect(() => bindAuthSession(screen, session)).toThrow(
    `bindAuthSession: there is no tag 'logedIn' as in data-auth="expired logedIn"; take some of restoring, anonymous, authenticated, refreshing, queuedRetry, expired, loggedOut, loggedIn, notLoggedIn, busy`,
  )
  expect(held()).toEqual(NOTHING)
  screen.innerHTML = ''
  bindAuthSession(screen, session)()
})

test('a screen is bound once, and so is what is in it, until it is unbound', () => {
  const { session, held } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen, session)
  for (const root of [screen, screen.querySelector('b') as Element])
    expect(() => bindAuthSession(root, session)).toThrow('bindAuthSession: the element has a session already')
  expect(held().listeners).toBe(1)
  unbind()
  bindAuthSession(screen, session)()
})

test('what is bound already can’t be bound once more from around it', () => {
  const { session, held } = createWorld()
  const screen = screenOf(SCREEN)
  const unbind = bindAuthSession(screen.querySelector('b') as Element, session)
  expect(() => bindAuthSession(screen, createWorld().session)).toThrow(
    'bindAuthSession: an element in it has a session already',
  )
  expect(held().listeners).toBe(1)
  unbind()
  bindAuthSession(screen, session)()
})

test('a session that has been disposed of is refused, though it never began', () => {
  const { session, held } = createWorld()
  session.dispose()
  const screen = screenOf(SCREEN)
  expect(() => bindAuthSession(screen, session)).toThrow(
    expect.objectContaining({ name: 'AuthSessionError', code: 'disposed' }),
  )
  expect([held(), screen.hasAttribute('data-auth-status')]).toEqual([NOTHING, false])
})

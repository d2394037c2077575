import { expect, onTestFinished, test, vi } from 'vitest'
import { mountDevtools } from 'xstate-auth-session/devtools'
import { ada, openPorts } from '../../devtools/scene'
import { badge, drawn, mount, NAME, walkTabs, watchPage } from './panel-page'

watchPage()

test('an element that had its session before the page knew it shows it, as it was told to', async () => {
  const early = Object.assign(document.createElement(NAME), { session: openPorts().session, options: { open: false } })
  document.body.append(early)
  onTestFinished(() => early.remove())
  mount(openPorts().session)
  await drawn()
  expect(early.shadowRoot?.querySelector('.opening')?.textContent).toBe('◌ Session: restoring')
  expect(early.shadowRoot?.querySelector('.panel')?.hasAttribute('hidden')).toBe(true)
})

test('a panel that is mounted while there is no body comes with it, unless it was taken away', () => {
  const { body } = document
  body.remove()
  const [stays, goes] = [mountDevtools(openPorts().session), mountDevtools(openPorts().session)]
  goes()
  document.documentElement.append(body)
  document.dispatchEvent(new Event('DOMContentLoaded'))
  expect(document.querySelectorAll(NAME).length).toBe(1)
  stays()
  expect(document.querySelectorAll(NAME).length).toBe(0)
})

test('a page without constructable style sheets goes on without the panel', () => {
  const { replaceSync } = CSSStyleSheet.prototype
  onTestFinished(() => void Object.assign(CSSStyleSheet.prototype, { replaceSync }))
  Reflect.deleteProperty(CSSStyleSheet.prototype, 'replaceSync')
  const remove = mountDevtools(openPorts().session)
  onTestFinished(remove)
  expect(document.querySelectorAll(NAME).length).toBe(0)
})

test('two panels show one session, wherever they are moved, and one shows two sessions in turn', async () => {
  const { session } = openPorts()
  const [one, two] = [mount(session), mount(session, { dock: 'side' })]
  await session.login(ada)
  await drawn()
  expect([badge(one.root), badge(two.root)]).toEqual(['● authenticated', '● authenticated'])
  document.body.prepend(one.element)
  Object.assign(two.element, { session: openPorts().session })
  await drawn()
  expect([badge(one.root), badge(two.root)]).toEqual(['● authenticated', '◌ restoring'])
  expect(one.root.querySelectorAll('.panel').length).toBe(1)
})

test('a session that is disposed is shown as it was last, in a panel that was open and in a new one', async () => {
  const { session } = openPorts()
  const open = mount(session)
  await session.login(ada)
  session.dispose()
  await walkTabs(open.root)
  const next = mount(session)
  await walkTabs(next.root)
  expect([badge(open.root), badge(next.root)]).toEqual(['● authenticated', '● authenticated'])
})

test('what is taken away leaves no timer, no frame and no subscription', async () => {
  const { session } = openPorts()
  const before = vi.getTimerCount()
  const { remove, root } = mount(session)
  await session.login(ada)
  await walkTabs(root)
  for (const text of ['Explain', 'Pause'])
    for (const one of root.querySelectorAll('button')) if (one.textContent === text) one.click()
  expect(vi.getTimerCount()).toBeGreaterThan(before)
  remove()
  await session.logout()
  expect(vi.getTimerCount()).toBe(before)
})

import { expect, test } from 'vitest'
import { ada, openPorts } from '../../devtools/scene'
import { badge, button, drawn, drop, mount, walkTabs, watchPage } from './panel-page'

watchPage()

const headlines = (root: ShadowRoot) =>
  ['requests', 'siblings', 'levers'].map((part) => root.querySelector(`.${part} .headline`)?.textContent)

test('over a recording that was dropped, the panel does not say that the session has no ports', async () => {
  const { session } = openPorts()
  const { root } = mount(session)
  await session.login(ada)
  await drop(root, JSON.stringify(session.timeline()))
  await walkTabs(root)
  expect(headlines(root)).toEqual([
    'Single requests are shown for the present alone.',
    'Tabs are shown for the present alone.',
    'Levers act on the present alone: go back to it first.',
  ])
  expect(root.querySelector('.levers pre')?.hasAttribute('hidden')).toBe(true)
  expect(root.querySelector('.facts')?.textContent).not.toContain('development ports')
})

test('keys that are pressed with Alt, Control or Meta are left to the browser', async () => {
  const { root } = mount(openPorts().session)
  await walkTabs(root)
  const press = (selector: string, key: string, withKey: object) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...withKey })
    root.querySelector(selector)!.dispatchEvent(event)
    return event.defaultPrevented
  }
  for (const selector of ['[role=tablist]', '[role=listbox]', '.handle']) {
    const key = selector === '.handle' ? 'ArrowUp' : 'Home'
    const taken = [{}, { altKey: true }, { ctrlKey: true }, { metaKey: true }].map((one) => press(selector, key, one))
    expect(taken).toEqual([true, false, false, false])
  }
})

test('what was explained is not said of what came after it', async () => {
  const { session } = openPorts()
  const { root } = mount(session)
  await session.login(ada)
  await drawn()
  button(root, 'Timeline').click()
  button(root, 'Explain').click()
  await drawn()
  const sentence = () => root.querySelector('.sentence')?.textContent
  expect(sentence()).toBe('Nobody ended the session: it is authenticated.')
  await session.logout()
  await drawn()
  expect(badge(root)).toBe('□ loggedOut')
  expect(sentence()).toBe('')
  button(root, 'Explain').click()
  await drawn()
  expect(sentence()).toContain('logged out')
})

test('no token, claim, name, header, query, body or error of a transport is in the panel or in its recording', async () => {
  const { session, fake, url, time } = openPorts()
  const { root } = mount(session)
  await session.login(ada)
  const tokens = [await session.accessToken()]
  const asked = { method: 'POST', headers: { 'X-Canary': 'canary-header' }, body: 'canary-body' }
  await session.fetch(url('/api/notes/?q=canary-query#canary-hash'), asked)
  const failing = () => Promise.reject(new Error(`canary-error ${tokens[0]}`))
  await session.withToken(failing, { url: url('/api/files/?q=canary-query') }).catch(() => {})
  session.subscribe(() => {
    throw new Error('canary-listener')
  })
  await time.advance(40_000)
  fake.revokeAccess()
  await session.fetch(url('/api/notes/?q=canary-query'), asked)
  tokens.push(await session.accessToken())
  let shown = JSON.stringify(session.timeline())
  for (const name of ['Chart', 'Time', 'Requests', 'Siblings', 'Timeline', 'Levers']) {
    button(root, name).click()
    await drawn()
    shown += root.innerHTML
  }
  expect(shown).toContain('POST /api/notes')
  const secrets = ['canary', ada.username, ada.password, ...tokens, 'jti', 'user_id', 'token_type']
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
})

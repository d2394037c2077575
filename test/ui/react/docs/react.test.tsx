import { act, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { AuthSessionProvider } from 'xstate-auth-session/react'
import { readPage } from '../../../docs/page'
import { openStage } from '../suite/stage'
import { openSamples } from './sample'
import { openScreen } from './screen'

const page = readPage('docs/ui/react.md')

test('the app of the set-up logs in, and out again', async () => {
  const { server, time, session } = openStage()
  const container = Object.assign(document.createElement('div'), { id: 'root' })
  document.body.append(container)
  onTestFinished(() => container.remove())
  const run = openSamples(page, { given: { './session': { session } } })
  await act(async () => run('main.tsx'))
  const { click } = openScreen(null, time)
  await act(time.settle)
  expect(container.textContent).toBe('Log in as Ada')
  await click('Log in as Ada')
  expect(container.textContent).toBe('Notes of adaLog out')
  let answer = () => {}
  server.intercept(() => new Promise((_, reject) => (answer = () => reject(new TypeError('no network')))))
  server.revokeAccess()
  void session.fetch(`${server.baseUrl}/api/notes/`).catch(() => {})
  await act(() => time.advance(299_000))
  expect(container.textContent).toBe('Notes of adaConnecting…Log out')
  answer()
  await click('Log out')
  expect(container.textContent).toBe('Log in as Ada')
})

test('the session of the set-up is one that can be started', async () => {
  const { server } = openStage()
  vi.stubGlobal('fetch', server.fetch)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { session } = openSamples(page)<{ session: ReturnType<typeof openStage>['session'] }>('session.ts')
  await session.login({ username: 'ada', password: 'lovelace' })
  expect(session.getSnapshot().status).toBe('authenticated')
  session.dispose()
})

test('every name that the page’s table lists is exported, and no other', async () => {
  const names = page.tables[0]!.rows.map(([name]) => name!.replaceAll('`', ''))
  expect(names.sort()).toEqual(Object.keys(await import('xstate-auth-session/react')).sort())
})

async function openForm() {
  const stage = openStage()
  const { Notes } = openSamples(page)<{ Notes: () => ReactNode }>('note-form.tsx')
  const shown = openScreen(
    <AuthSessionProvider session={stage.session}>
      <Notes />
    </AuthSessionProvider>,
    stage.time,
  )
  await stage.logIn()
  await shown.write({ Note: 'A note.' })
  stage.server.revokeAccess()
  stage.server.revokeRefresh()
  await shown.click('Save')
  const note = screen.getByLabelText<HTMLTextAreaElement>('Note')
  expect([shown.text(), note.value]).toEqual(['SaveSaving…Go on', 'A note.'])
  return { ...stage, ...shown, note }
}

test('a note that meets the end of the session is sent after the login in the dialog, and the form stays', async () => {
  const { session, server, text, write, click, note } = await openForm()
  expect(session.getSnapshot()).toMatchObject({ status: 'expired', held: 1 })
  await write({ 'User name': 'ada', Password: 'wrong' })
  await click('Go on')
  expect(text()).toMatch(/docs\/errors\.md#login_rejected\)$/)
  await write({ Password: 'lovelace' })
  await click('Go on')
  expect([text(), note.value, note.isConnected]).toEqual(['SaveSaved.', 'A note.', true])
  expect(server.requests.at(-1)).toMatchObject({ path: '/api/notes/', body: 'A note.', bearer: { user: 'ada' } })
})

test('a note is not sent for somebody else who logs in in the dialog', async () => {
  const { server, text, write, click } = await openForm()
  await write({ 'User name': 'grace', Password: 'hopper' })
  await click('Go on')
  expect(text()).toBe('SaveNot saved.')
  expect(server.requests.at(-1)).toMatchObject({ path: '/api/token/' })
})

test('who shuts the dialog is told that the note is not saved', async () => {
  const { session, settle, advance, text } = await openForm()
  act(() => void screen.getByRole('dialog').dispatchEvent(new Event('cancel')))
  await settle()
  await advance(100)
  expect([text(), session.getSnapshot()]).toEqual(['', expect.objectContaining({ status: 'anonymous', held: 0 })])
})

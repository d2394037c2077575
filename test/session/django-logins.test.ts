import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { AuthSessionError } from 'xstate-auth-session'
import { failure } from './failure'
import { ada, openScene } from './scene'

const required = ['This field is required.']
const blank = ['This field may not be blank.']
const noString = ['Not a valid string.']
const password = 'correct-horse-battery-staple'

test.each<[string, object, number, object]>([
  ['nothing', {}, 400, { username: required, password: required }],
  ['a password alone', { password }, 400, { username: required }],
  ['an empty name', { username: '', password }, 400, { username: blank }],
  ['a list for a name', { username: ['ada'], password }, 400, { username: noString }],
  ['an object for a password', { username: 'ada', password: { password } }, 400, { password: noString }],
  ['a wrong password', { username: 'ada', password }, 401, noAccount()],
  ['an unknown user', { username: 'nobody', password }, 401, noAccount()],
])('a login with %s is rejected with the server’s status and details, and never shows the password', async (...row) => {
  const [, credentials, status, details] = row
  const { server, session } = await openScene()
  const error = (await failure(session.login(credentials as typeof ada))) as AuthSessionError
  expect(error).toBeInstanceOf(AuthSessionError)
  expect([error.code, error.status, error.details]).toEqual(['login_rejected', status, details])
  const shown = inspect(error, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(error) + error.stack
  expect(shown).not.toContain(password)
  expect(JSON.stringify(session.timeline())).not.toContain(password)
  expect(session.getSnapshot()).toMatchObject({ status: 'anonymous', loggedIn: false, user: null })
  expect([server.count(), server.count({ path: '/api/token/', status })]).toEqual([1, 1])
})

test('a social login that is rejected brings the errors of no field in particular', async () => {
  const { session } = await openScene()
  const error = await failure(session.login('google', { access_token: 'google-nobody' }))
  expect(error).toMatchObject({
    code: 'login_rejected',
    status: 400,
    details: { non_field_errors: ['Incorrect value'] },
  })
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('google-nobody')
})

test('a rejected login is followed by one that works', async () => {
  const { session, url } = await openScene()
  await failure(session.login({} as typeof ada))
  await failure(session.login({ ...ada, password }))
  await session.login(ada)
  const response = await session.fetch(url('/api/me/'))
  expect(await response.json()).toEqual({ id: 1, username: 'ada', name: 'Ada Lovelace' })
})

function noAccount() {
  return { detail: 'No active account found with the given credentials' }
}

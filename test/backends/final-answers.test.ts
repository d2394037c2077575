import { expect, test } from 'vitest'
import { cookieSession, custom } from 'xstate-auth-session/backends'

const baseUrl = 'https://api.example.com'
const answer = { status: 200, headers: new Headers(), body: null }

test.each<[string, unknown, string]>([
  ['0', 401, 'an object, got 401'],
  ['0.status', { codes: ['gone'] }, 'a status, got undefined'],
  ['0.status', { status: '401' }, 'a status, got a string'],
  ['0.codes', { status: 401, codes: 'gone' }, 'an array, got a string'],
])('a table of final answers whose row %s is %j is refused, for it would end nothing', (name, row, wanted) => {
  const final = [row] as never
  const made = { kind: 'notes', baseUrl, logins: {}, renew: async () => answer, grant: () => undefined }
  expect(() => cookieSession({ baseUrl, final })).toThrow(`cookieSession: final.${name} must be ${wanted}`)
  expect(() => custom({ ...made, final: { renewal: final } })).toThrow(
    `custom: final.renewal.${name} must be ${wanted}`,
  )
})

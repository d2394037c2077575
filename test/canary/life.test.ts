import { expect, onTestFinished, test, vi } from 'vitest'
import { expire, leave, share } from './ends'
import { kindsIn, kindsOfEach } from './kinds'
import { bringTokens, logIn } from './logins'
import { ada, planted } from './planted'
import { renew, request } from './requests'
import { stores } from './stores'
import { createWorld } from './world'

/** What each key of a store shows while somebody is logged in. */
const credentials = 'access token, e-mail, mark, refresh token, subject'
const standing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  memory: { record: credentials },
  sessionStorage: { 'auth-session': credentials },
  localStorage: { 'auth-session': credentials },
  'keys of the app': {
    'app.access': 'access token, e-mail, mark, subject',
    'app.refresh': 'e-mail, mark, refresh token, subject',
    'auth-session': credentials,
  },
  IndexedDB: { 'auth-session': credentials },
  'sealed IndexedDB': {},
}

test.each(Object.entries(stores))('a whole life over %s shows no secret', async (name, openStore) => {
  onTestFinished(() => void vi.unstubAllGlobals())
  const world = createWorld(openStore())
  const { wire, kept, recorder, open } = world
  kept.before?.(await wire.tokensOf(ada))
  const session = open()
  await session.start()
  for (const part of [logIn, bringTokens, request, renew, expire, share]) await part(session, world)
  const last = await leave(session, world)
  await recorder.replay()
  const secrets = { ...planted, ...wire.tokens() }

  const { heard, own, users } = recorder
  expect(kindsOfEach(heard, secrets)).toEqual({})
  expect(last.getSnapshot().status).toBe('authenticated')
  expect(kindsOfEach(await kept.stands(), secrets)).toEqual(standing[name])
  if (kept.written) {
    expect(Object.keys(kept.written())).toEqual(expect.arrayContaining(['auth-session.intent', 'auth-session.ended']))
    expect(kindsOfEach(kept.written(), secrets)).toEqual(standing[name])
  }
  expect(kindsIn(users, secrets)).toBe('e-mail, mark, subject')
  expect(own).toEqual(['withToken', 'withToken', 'fetch'])

  const isShared = name !== 'sessionStorage'
  const silent = Object.entries(heard).filter(([, found]) => found.length === 0)
  expect(silent.map(([place]) => place).filter((place) => place !== 'console')).toEqual(
    isShared ? [] : ['lock names', 'channel messages'],
  )
  const labels = JSON.stringify(heard.timelines).match(/[A-Z]+ \/api\/\w+[^"]*/g)
  expect([...new Set(labels)].sort()).toEqual(['GET /api/things', 'POST /api/things'])
  const subjects = JSON.stringify(heard.timelines).match(/"subject":[^,}]+/g)
  expect([...new Set(subjects)].sort()).toEqual(['"subject":"user 1"', '"subject":"user 2"', '"subject":null'])

  await last.logout()
  expect(kindsOfEach(await kept.stands(), secrets)).toEqual({})
  expect(last.getSnapshot()).toMatchObject({ user: null, claims: null })
})

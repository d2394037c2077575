import { stripVTControlCharacters } from 'node:util'
import { expect, test, vi } from 'vitest'
import { expectNoSecrets } from 'xstate-auth-session/testing'
import { createLogInspector, type LogInspectorOptions } from '../../src/inspect'
import { password } from './life'
import { openLife } from './open-life'

async function logOf(options: LogInspectorOptions = {}) {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const { live, tokens } = openLife(({ clock }) => ({ inspect: createLogInspector({ write, clock, ...options }) }))
  await live()
  return { lines, tokens }
}

test('a life is told line by line', async () => {
  const { lines, tokens } = await logOf()
  expect(lines).toEqual([
    '00:00:00.000  session  began                                      → restoring',
    '00:00:00.000  session  done(restore)         restoring            → anonymous',
    '00:00:00.000  session  session.loggedIn      anonymous            → authenticated         #1',
    '00:04:00.000  renewal  began                                      → waitingForLock        #1',
    '00:04:00.000  renewal  done(lock)            waitingForLock       → rereading             #1',
    '00:04:00.000  session  after(renewalDue)     authenticated        → renewing.refreshing   #1',
    '00:04:00.000  renewal  done(reread)          rereading            → intending             #1',
    '00:04:00.000  renewal  done(intend)          intending            → requesting            #1',
    '00:04:00.000  renewal  done(request)         requesting           → committing            #1',
    '00:04:00.000  session  done(renewal)         renewing.refreshing  → authenticated         #2',
    '00:04:00.000  renewal  done(commit)          committing           → done                  #1  renewed',
    '00:04:00.000  renewal  began                                      → waitingForLock        #2',
    '00:04:00.000  renewal  done(lock)            waitingForLock       → rereading             #2',
    '00:04:00.000  session  request.unauthorized  authenticated        → renewing.queuedRetry  #2  GET /api/notes',
    '00:04:00.000  renewal  demand.rose           rereading                                    #2  waiting 1',
    '00:04:00.000  session  requests.counted      renewing.queuedRetry                         #2  waiting 1',
    '00:04:00.000  renewal  done(reread)          rereading            → intending             #2  waiting 1',
    '00:04:00.000  renewal  done(intend)          intending            → requesting            #2  waiting 1',
    '00:04:00.000  renewal  done(request)         requesting           → committing            #2  waiting 1',
    '00:04:00.000  session  done(renewal)         renewing.queuedRetry → authenticated         #3  waiting 1',
    '00:04:00.000  renewal  done(commit)          committing           → done                  #2  waiting 1  renewed',
    '00:04:00.000  renewal  began                                      → waitingForLock        #3  waiting 1',
    '00:04:00.000  renewal  done(lock)            waitingForLock       → rereading             #3  waiting 1',
    '00:04:00.000  session  request.unauthorized  authenticated        → renewing.queuedRetry  #3  waiting 1  GET /api/notes',
    '00:04:00.000  renewal  done(reread)          rereading            → intending             #3  waiting 1',
    '00:04:00.000  renewal  done(intend)          intending            → requesting            #3  waiting 1',
    '00:04:00.000  renewal  done(request)         requesting           → pausing               #3  waiting 1',
    '00:04:00.000  session  renewal.delayed       renewing.queuedRetry                         #3  waiting 1  not_rotated 503',
    '00:04:00.250  renewal  after(retryDue)       pausing              → waitingForLock        #3  waiting 1',
    '00:04:00.250  renewal  done(lock)            waitingForLock       → rereading             #3  waiting 1',
    '00:04:00.250  renewal  done(reread)          rereading            → intending             #3  waiting 1',
    '00:04:00.250  renewal  done(intend)          intending            → requesting            #3  try 2  waiting 1',
    '00:04:00.250  renewal  done(request)         requesting           → committing            #3  try 2  waiting 1',
    '00:04:00.250  session  done(renewal)         renewing.queuedRetry → authenticated         #4  waiting 1',
    '00:04:00.250  renewal  done(commit)          committing           → done                  #3  try 2  waiting 1  renewed',
    '00:04:00.250  session  requests.counted      authenticated                                #4',
    '00:04:00.250  session  user.loggedOut        authenticated        → loggedOut.revoking',
    '00:04:00.250  session  done(revoke)          loggedOut.revoking   → loggedOut.settled',
  ])
  expectNoSecrets(lines, tokens)
})

test('no line is longer than it may be, and what is cut says so', async () => {
  const { lines } = await logOf({ width: 96 })
  const whole = (await logOf()).lines
  expect(lines).toEqual(whole.map((line) => (line.length > 96 ? `${line.slice(0, 95)}…` : line)))
  expect(lines.filter((line) => line.endsWith('…')).length).toBeGreaterThan(0)
})

test('colours take no room, and there are none unless they are asked for', async () => {
  const plain = (await logOf({ width: 96 })).lines
  const { lines } = await logOf({ width: 96, colours: true })
  expect(lines.map(stripVTControlCharacters)).toEqual(plain)
  expect(lines.find((line) => line.includes('session.loggedIn'))?.split('\u001b')).toEqual([
    '',
    '[2m00:00:00.000  ',
    '[0msession  session.loggedIn      anonymous            ',
    '[2m→ ',
    '[0m',
    '[32mauthenticated         ',
    '[0m#1',
  ])
  expect(plain.join('')).not.toContain('\u001b')
})

test('how a session ends is told, and what becomes of a renewal then', async () => {
  const lines: string[] = []
  const { session, server } = openLife(({ clock }) => ({
    inspect: createLogInspector({ clock, write: (line) => void lines.push(line) }),
  }))
  const login = () => session.login({ username: 'ada', password })
  const ask = () => session.fetch(`${server.baseUrl}/api/notes/`)
  await session.start()
  await login()
  await ask()
  server.revokeAccess()
  server.revokeRefresh()
  await expect(ask()).rejects.toMatchObject({ code: 'session_expired' })
  await login()
  await ask()
  server.revokeAccess()
  const asked = ask()
  asked.catch(() => {})
  await new Promise((changed) => session.subscribe(({ status }) => status === 'queuedRetry' && changed(status)))
  await session.logout()
  const moves = lines.map((line) => line.slice(14)).filter((line) => /rejected|expired|stopped|logged/i.test(line))
  expect(moves).toEqual([
    'session  session.loggedIn      anonymous            → authenticated         #1',
    'session  done(renewal)         renewing.queuedRetry → expired               waiting 1  rejected',
    'renewal  done(confirm)         confirmingRejection  → done                  #1  waiting 1  rejected',
    'session  session.loggedIn      expired              → authenticated         #1  waiting 1',
    'renewal  stopped               rereading            → stopped               #1  waiting 1',
    'session  user.loggedOut        renewing.queuedRetry → loggedOut.revoking    waiting 1',
    'session  done(revoke)          loggedOut.revoking   → loggedOut.settled     waiting 1',
  ])
})

test('lines go to the console where nothing else is said', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const { session, time } = openLife(({ clock }) => ({ inspect: createLogInspector({ clock }) }))
  await session.start()
  await time.settle()
  expect(log.mock.calls).toEqual([
    ['00:00:00.000  session  began                                      → restoring'],
    ['00:00:00.000  session  done(restore)         restoring            → anonymous'],
  ])
})

test('what an app says can neither obey the terminal nor bring a token', async () => {
  const lines: string[] = []
  const token = 'canarybird'.repeat(4)
  const { live } = openLife(({ clock }) => ({
    inspect: createLogInspector({ clock, write: (line) => void lines.push(line) }),
    label: () => `\u001b[2J\n${token}`,
  }))
  await live()
  const labelled = lines.filter((line) => line.includes('request.unauthorized')).map((line) => line.split('#')[1])
  expect(labelled).toEqual(['2  [2J …', '3  waiting 1  [2J …'])
})

test('a listener that throws is told as a fault', async () => {
  const lines: string[] = []
  const { session } = openLife(({ clock }) => ({
    inspect: createLogInspector({ clock, write: (line) => void lines.push(line) }),
  }))
  session.on('loggedIn', () => {
    throw new RangeError(password)
  })
  await session.start()
  await session.login({ username: 'ada', password })
  expect(lines.slice(3).map((line) => line.slice(14))).toEqual([
    "session  fault.raised          authenticated                                #1  on('loggedIn'): RangeError",
  ])
})

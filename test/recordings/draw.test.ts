import { beforeEach, expect, test, vi } from 'vitest'
import type { Recording } from 'xstate-auth-session'
import { draw } from 'xstate-auth-session/testing'
import { ada, failing, lost, setStage } from './stage'

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

const lines = (recordings: Recording | readonly Recording[]) =>
  draw(recordings)
    .split('\n')
    .map((line) => line.trim())

test('a drawing shows who asked, who answered, and what became of it', async () => {
  const { nextRenewals, open, recordings, time } = setStage()
  const session = open()
  await session.login(ada)
  nextRenewals(failing(503), lost)
  await time.advance(360_000)
  expect(lines(recordings())).toEqual([
    'sequenceDiagram',
    'actor User',
    'participant Tab1 as tab 1',
    'participant Server',
    'Note over Tab1: 14:00:00 is restoring',
    'Note over Tab1: 14:00:00 finds nothing in the store',
    'Note over Tab1: 14:00:00 is anonymous',
    'User->>Tab1: 14:00:00 logs in, token 1 of login 1',
    'Note over Tab1: 14:00:00 is authenticated',
    'Note over Tab1: 14:04:00 is refreshing',
    'Tab1->>Server: 14:04:00 renews token 1 of login 1',
    'Server-->>Tab1: 14:04:00 answers 503',
    'Tab1->>Server: 14:04:00 renews token 1 of login 1',
    'Server--xTab1: 14:04:00 no answer',
    'Note over Tab1: 14:04:58 is queuedRetry',
    'Tab1->>Server: 14:04:58 renews token 1 of login 1',
    'Server-->>Tab1: 14:04:58 refuses the refresh token',
    'Note over Tab1: 14:04:58 is expired, answer_lost',
  ])
})

test('tabs whose clocks disagree are merged by stamp: nobody takes a token, or a logout, before it was made', async () => {
  const { browse, recordings, time } = setStage()
  const browser = browse()
  const [first, second] = [browser.open(), browser.open()]
  await first.session.login(ada)
  await second.session.start()
  await time.advance(241_000)
  await second.session.logout()
  await time.advance(1_000)
  const [ofFirst, ofSecond] = recordings()
  const late = { ...ofFirst!, startedAt: ofFirst!.startedAt + 60_000 }
  expect(lines([late, ofSecond!]).slice(5)).toEqual([
    'Note over Tab2: 14:00:00 is restoring',
    'Note over Tab1: 14:01:00 is restoring',
    'Note over Tab1: 14:01:00 finds nothing in the store',
    'Note over Tab1: 14:01:00 is anonymous',
    'User->>Tab1: 14:01:00 logs in, token 1 of login 29925481',
    'Note over Tab1: 14:01:00 is authenticated',
    'Tab1-->>Tab2: 14:00:00 token 1 of login 29925481',
    'Note over Tab2: 14:00:00 is authenticated',
    'Note over Tab2: 14:04:00 is refreshing',
    'Tab2->>Server: 14:04:00 renews token 1 of login 29925481',
    'Server-->>Tab2: 14:04:00 grants the next token',
    'Note over Tab2: 14:04:00 is authenticated',
    'User->>Tab2: 14:04:01 logs out',
    'Tab2->>Server: 14:04:01 revokes the refresh token',
    'Server-->>Tab2: 14:04:01 has revoked it',
    'Note over Tab2: 14:04:01 is loggedOut',
    'Note over Tab1: 14:05:00 is refreshing',
    'Tab2-->>Tab1: 14:05:00 token 2 of login 29925481',
    'Note over Tab1: 14:05:00 is authenticated',
    'Tab2-->>Tab1: 14:05:01 a logout',
    'Note over Tab1: 14:05:01 is loggedOut',
  ])
})

test('what a recording says is drawn as one line of text, whatever it holds', async () => {
  const { open, recordings, server, notes } = setStage()
  const session = open(undefined, { label: () => 'GET /a;\n  Server->>User: \u001b[2J<b>%%{init}%%' })
  await session.login(ada)
  server.revokeAccess()
  await session.fetch(notes)
  expect(lines(recordings())).toContain('Server-->>Tab1: 14:00:00 401 to GET /a Server- User: [2J b %%{init}%%')
})

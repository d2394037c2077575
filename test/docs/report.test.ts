import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { AuthSessionError, createAuthSession } from 'xstate-auth-session'
import { simpleJwt } from 'xstate-auth-session/backends'
import { HOLD_FOR } from '../../docs/demo/page/app/demo-session'
import { userOf } from '../../docs/demo/page/app/demo-user'
import { reportInit, settle } from '../../docs/demo/page/app/sent-report'
import { REPORTS } from '../../docs/demo/paths'
import { EMPTY, filledIn, readReport } from '../../docs/demo/report'
import { users } from '../../docs/demo/users'
import { createHandClock } from '../session/hand-clock'
import { snapshotWhere } from '../session/moments'
import { type DemoProcess, startDemo } from './demo-process'

const [ada, grace] = users
const report = {
  title: 'Printer',
  kind: 'Idea',
  day: '2026-01-31',
  place: 'Second floor',
  text: 'Twice.\nEvery page.',
  urgent: true,
}
const KEPT = 'What you wrote is still here.'

let demo: DemoProcess
let url: string
beforeAll(async () => {
  demo = startDemo()
  url = (await demo.prints(/The page\s+(http:\/\/127\.0\.0\.1:\d+)/))[1] as string
})
afterAll(() => demo[Symbol.asyncDispose]())

/** A session of the demo server, as the page has one, with a time that stands still. */
function open() {
  const clock = createHandClock(Date.now())
  const session = createAuthSession({ backend: simpleJwt({ baseUrl: url }), clock, queue: { holdFor: HOLD_FOR } })
  onTestFinished(() => session.dispose())
  const present = () => {
    const snapshot = session.getSnapshot()
    return { status: snapshot.status, name: userOf(snapshot)?.name ?? null }
  }
  const id = crypto.randomUUID()
  const save = () => settle(session.fetch(url + REPORTS, reportInit(report, { 'X-Request-Id': id })), ada.name, present)
  return { clock, session, save }
}

/** Ada has written, the server has ended her session, and she has saved. */
async function openHeld() {
  const scene = open()
  const { session, save } = scene
  await session.login(ada)
  const order = { method: 'POST', body: JSON.stringify({ userId: ada.id }) }
  expect((await fetch(`${url}/control/revoke-families`, order)).status).toBe(200)
  const from = demo.output.length
  const outcome = save()
  await snapshotWhere(session, ({ status, held }) => status === 'expired' && held === 1)
  /** How the server has answered reports since. */
  const answers = async () => {
    const marker = `/api/${crypto.randomUUID()}/`
    await fetch(url + marker)
    await demo.prints(new RegExp(marker))
    const lines = demo.output.slice(from).split('\n')
    return lines.filter((line) => line.includes(`POST   ${REPORTS}`)).map((line) => line.replace(/.*\/ +(\d+).*/, '$1'))
  }
  return { ...scene, outcome, answers }
}

describe('a report that is saved when the server has ended the session', () => {
  test('is sent once when the same user has logged in again, and is saved', async () => {
    const { session, outcome, answers } = await openHeld()
    await session.login(ada)
    expect(await outcome).toEqual({ saved: true, sentence: 'Saved: the server has carried it out once, for ada.' })
    expect(await answers()).toEqual(['401', '201'])
  })

  test('is not sent where another user logs in', async () => {
    const { session, outcome, answers } = await openHeld()
    await session.login(grace)
    const sentence = `Not sent: Ada Lovelace wrote it, and Grace Hopper has logged in. ${KEPT}`
    expect(await outcome).toEqual({ saved: false, sentence })
    expect(await answers()).toEqual(['401'])
  })

  test('is not sent after a logout', async () => {
    const { session, outcome, answers } = await openHeld()
    await session.logout()
    expect(await outcome).toEqual({ saved: false, sentence: `Not sent: you have logged out. ${KEPT}` })
    await session.login(ada)
    expect(await answers()).toEqual(['401'])
  })

  test('is not sent after the time limit, which the dialog counts down to', async () => {
    const { session, outcome, answers, clock } = await openHeld()
    clock.advance(HOLD_FOR - 1)
    expect(session.getSnapshot().held).toBe(1)
    clock.advance(1)
    const sentence = `Not sent: the session has ended, and nobody has logged in again in time. ${KEPT}`
    expect(await outcome).toEqual({ saved: false, sentence })
    await session.login(ada)
    expect(await answers()).toEqual(['401'])
  })

  test('is not sent where the user does not want to log in', async () => {
    const { session, outcome, answers } = await openHeld()
    session.acknowledge()
    const sentence = `Not sent: the session has ended, and you did not log in again. ${KEPT}`
    expect(await outcome).toEqual({ saved: false, sentence })
    await session.login(ada)
    expect(await answers()).toEqual(['401'])
  })

  test('can be saved once more, whatever became of it', async () => {
    const { session, outcome, save } = await openHeld()
    session.acknowledge()
    await outcome
    expect((await save()).sentence).toBe(`Not sent: nobody is logged in. ${KEPT}`)
    await session.login(ada)
    expect(await save()).toEqual({ saved: true, sentence: 'Saved: the server has carried it out once, for ada.' })
  })
})

test('a good session saves a report at once, with all of its fields', async () => {
  const { session, save } = open()
  expect(JSON.parse(reportInit(report, {}).body)).toEqual(report)
  await session.login(ada)
  expect(await save()).toEqual({ saved: true, sentence: 'Saved: the server has carried it out once, for ada.' })
})

test.each([
  [async () => new Response('', { status: 500 }), 'Not saved: the server answered 500.'],
  [() => Promise.reject(new TypeError('fetch failed')), 'No answer came, so nobody knows whether it was saved.'],
  [() => Promise.reject(new AuthSessionError('queue_timeout')), 'Not sent: no good token came in time.'],
])('another failure is told as what it is (%#)', async (answer, sentence) => {
  const present = () => ({ status: 'authenticated', name: ada.name }) as const
  expect(await settle(answer(), ada.name, present)).toEqual({ saved: false, sentence: `${sentence} ${KEPT}` })
})

describe('the reports of the API', () => {
  test('are those of who asks, the newest first, and one that is sent again is there once', async () => {
    const { session } = open()
    await session.login(grace)
    const read = async () => (await (await session.fetch(url + REPORTS)).json()).reports
    const send = async (sent: object, id: string) =>
      (
        await session.fetch(url + REPORTS, {
          ...reportInit(report, { 'X-Request-Id': id }),
          body: JSON.stringify(sent),
        })
      ).status
    expect(await read()).toEqual([])
    expect(await send(report, 'first')).toBe(201)
    expect(await send(report, 'first')).toBe(201)
    expect(await send({ title: 'Second' }, 'second')).toBe(201)
    expect(await send({ title: ' ' }, 'third')).toBe(400)
    expect(await read()).toEqual([
      { ...EMPTY, title: 'Second', id: 2 },
      { ...report, id: 1 },
    ])
  })

  test.each([
    ['nothing', null],
    ['a list', [report]],
    ['no title', { ...report, title: undefined }],
    ['another kind of field', { ...report, urgent: 'yes' }],
  ])('are not made of %s', (_, given) => {
    expect(readReport(given)).toBe(null)
  })

  test('count the fields that somebody has filled in', () => {
    expect([filledIn(EMPTY), filledIn({ ...EMPTY, title: 'Printer' }), filledIn(report)]).toEqual([0, 1, 6])
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { webStorage } from 'xstate-auth-session'
import { oddValues } from '../platform/odd-values'
import { overhearRejections } from '../session/rejections'
import { createStorageArea } from '../session/storage-area'
import { ada, createWorld, me, watch } from './world'

const key = 'auth-session'

/** A page over that very text, which starts, sends a request and goes; told is what became of it. */
async function openPage(world: ReturnType<typeof createWorld>, text: string) {
  const { time, fake, open } = world
  const area = createStorageArea()
  area.setItem(key, text)
  const session = open({ storage: webStorage(area) })
  const started = watch(session.start())
  await time.advance(10_000)
  const { status, loggedIn, persistence } = session.getSnapshot()
  const before = fake.requests.length
  const answer = watch(session.fetch(me))
  const token = watch(session.accessToken())
  await time.advance(60_000)
  const { bearer } = fake.requests[before] ?? {}
  session.dispose()
  return {
    started: started.outcome,
    status,
    loggedIn,
    persistence,
    answer: answer.outcome,
    token: token.outcome,
    bearer,
    text: area.getItem(key),
  }
}

/** A record as a session has written it, with tokens that the server takes. */
async function writeRecord(world: ReturnType<typeof createWorld>) {
  const area = createStorageArea()
  const session = world.open({ storage: webStorage(area) })
  watch(session.login(ada))
  await world.time.advance(1_000)
  session.dispose()
  return area.getItem(key)!
}

const leftAlone = (text: string) => ({
  started: 'done',
  status: 'anonymous',
  loggedIn: false,
  persistence: 'volatile',
  answer: 401,
  token: 'anonymous',
  bearer: null,
  text,
})

test('a record cut short anywhere is no session, and is left alone', async () => {
  const world = createWorld()
  const unhandled = overhearRejections()
  const written = await writeRecord(world)
  for (let length = 0; length < written.length; length += 7) {
    const text = written.slice(0, length)
    expect(await openPage(world, text)).toEqual(leftAlone(text))
  }
  expect(await openPage(world, written)).toMatchObject({ status: 'authenticated', answer: 200, token: 'done' })
  expect(await unhandled()).toEqual([])
})

test('a record that is any JSON whatever is no session, and is left alone', async () => {
  const world = createWorld()
  const unhandled = overhearRejections()
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      expect(await openPage(world, text)).toEqual(leftAlone(text))
    }),
    { numRuns: 200 },
  )
  expect(await unhandled()).toEqual([])
})

test('with odd values in any of its fields a record is a session that works or ends, or is left alone', async () => {
  const world = createWorld({ rotation: false })
  const unhandled = overhearRejections()
  const written = JSON.parse(await writeRecord(world))
  const change = fc.tuple(fc.constantFrom(...Object.keys(written)), oddValues)
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
      const text = JSON.stringify({ ...written, ...Object.fromEntries(changes) })
      const page = await openPage(world, text)
      expect(page.started).toBe('done')
      expect(page.answer).toBeOneOf([200, 401, 'session_expired', 'unreachable', 'queue_timeout'])
      expect(page.token).toBeOneOf(['done', 'anonymous', 'session_expired', 'unreachable', 'queue_timeout'])
      if (page.persistence === 'volatile' && !page.loggedIn) expect(page).toEqual(leftAlone(text))
      if (page.bearer) expect(page.bearer).toMatchObject({ user: 'ada' })
    }),
    { numRuns: 300 },
  )
  expect(await unhandled()).toEqual([])
})

import { describe, expect, onTestFinished, test } from 'vitest'
import type { AuthSnapshot, SessionStatus } from 'xstate-auth-session'
import { createSessionStage, type SessionAct, sessionPaths } from 'xstate-auth-session/testing'

const paths = sessionPaths()

/** A page that shows its session's status, as it was last told; `follows`: whether it listens. */
function openPage(follows = true) {
  let shown = 'nothing'
  const show = ({ status }: AuthSnapshot) => {
    shown = status
  }
  const stage = createSessionStage({
    open(session) {
      show(session.getSnapshot())
      return follows ? session.subscribe(show) : () => {}
    },
  })
  onTestFinished(() => stage.dispose())
  return { stage, shows: (status: SessionStatus) => expect(shown).toBe(status) }
}

describe('an app follows its session on every path', () => {
  for (const path of paths) {
    test(path.name, async () => {
      const { stage, shows } = openPage()
      await path.walk(stage.acts, shows)
      expect(stage.session.getSnapshot().status).toBe(path.steps.at(-1)?.status)
      stage.dispose()
      expect(stage.time.pending).toBe(0)
    })
  }
})

test('33 paths with 165 steps lead from status to status in every way that a user can notice', () => {
  const pairs = paths.flatMap(({ steps }) =>
    steps.map(({ status }, index) => `${steps[index - 1]?.status ?? 'closed'} → ${status}`),
  )
  expect([paths.length, pairs.length]).toEqual([33, 165])
  expect([...new Set(pairs)].sort()).toEqual([
    'anonymous → authenticated',
    'anonymous → restoring',
    'authenticated → authenticated',
    'authenticated → loggedOut',
    'authenticated → queuedRetry',
    'authenticated → refreshing',
    'authenticated → restoring',
    'closed → restoring',
    'expired → anonymous',
    'expired → authenticated',
    'expired → restoring',
    'loggedOut → authenticated',
    'loggedOut → restoring',
    'queuedRetry → authenticated',
    'queuedRetry → expired',
    'queuedRetry → loggedOut',
    'queuedRetry → queuedRetry',
    'refreshing → authenticated',
    'refreshing → expired',
    'refreshing → loggedOut',
    'refreshing → queuedRetry',
    'refreshing → refreshing',
    'restoring → anonymous',
    'restoring → authenticated',
    'restoring → loggedOut',
    'restoring → restoring',
  ])
})

test('an app that does not follow is told of with the step, and with what it threw as the cause', async () => {
  const { stage, shows } = openPage(false)
  const path = sessionPaths(['open', 'restore'])[0]!
  const failed = await path.walk(stage.acts, shows).catch((error: Error) => error)
  expect(failed).toMatchObject({
    message: expect.stringMatching(
      /^step 2 of 2, ‘the store answers’, leads to 'anonymous', and the app does not show it: expected 'restoring' to be 'anonymous'/,
    ),
    cause: { name: 'AssertionError' },
  })
})

test('one function may make all acts happen, and each status may have a look of its own', async () => {
  const { stage } = openPage()
  const seen: unknown[] = []
  const never = () => expect.unreachable()
  const path = sessionPaths(['open', 'restore', 'logIn'])[0]!
  await path.walk((act) => stage.acts[act](), {
    restoring: (step) => seen.push(step),
    anonymous: (step) => seen.push(step),
    authenticated: async (step) => seen.push(step, stage.session.getSnapshot().loggedIn),
    refreshing: never,
    queuedRetry: never,
    expired: never,
    loggedOut: never,
  })
  expect(seen).toEqual([...path.steps, true])
})

test('an act that fails is told of with the step', async () => {
  const path = sessionPaths(['open', 'restore'])[0]!
  const acts = { open: () => {}, restore: () => Promise.reject(new Error('no page')) }
  await expect(path.walk(acts, () => {})).rejects.toThrow(
    "step 2 of 2, ‘the store answers’, can't be made to happen: no page",
  )
})

test('with some acts only, the paths do without the others', () => {
  expect(sessionPaths(['open', 'restore', 'logIn', 'logOut', 'reload']).map(({ name }) => name)).toEqual([
    'the app opens, the store answers, the page is reloaded',
    'the app opens, the store answers, the user logs in, the user logs out, the user logs in',
    'the app opens, the store answers, the user logs in, the user logs out, the page is reloaded',
    'the app opens, the store answers, the user logs in, the page is reloaded, the store answers',
  ])
})

test('acts without those that begin each path are refused, for no path would be left to walk', () => {
  const refusal = (missing: string) =>
    new TypeError(`sessionPaths: '${missing}' is missing, and every path begins with 'open' and 'restore'`)
  expect(() => sessionPaths(['open', 'logIn', 'logOut'])).toThrow(refusal('restore'))
  expect(() => sessionPaths(['restore', 'logIn'])).toThrow(refusal('open'))
  expect(() => sessionPaths([])).toThrow(refusal('open'))
})

test('an act that there is not is refused by name', () => {
  const unknown: SessionAct[] = JSON.parse('["open", "logOff"]')
  expect(() => sessionPaths(unknown)).toThrow(
    new TypeError(
      "sessionPaths: there is no act 'logOff'; take some of open, restore, logIn, logInAsAnother, logOut, acknowledge, " +
        'tokenDue, tokenEnd, tokenRefused, renewalGranted, renewalFailed, renewalRefused, sleep, reload, returnLate, ' +
        'logInElsewhere, logOutElsewhere',
    ),
  )
})

test('an act that is not possible yet says so', async () => {
  const { stage } = openPage()
  expect(() => stage.session).toThrow('no page is open: let `acts.open` happen first')
  await stage.acts.open()
  await expect(stage.acts.tokenEnd()).rejects.toThrow('the session is still anonymous')
})

test('a login that gets no answer from the store, or from the server, is told of and does not hang', async () => {
  const { stage, shows } = openPage()
  await stage.acts.open()
  await expect(stage.acts.logIn()).rejects.toThrow('the session is still restoring')
  await stage.acts.restore()
  await stage.acts.logIn()
  shows('authenticated')
  stage.backend.intercept(({ path }) => (path === '/api/token/' ? new Promise(() => {}) : undefined))
  await expect(stage.acts.logInAsAnother()).rejects.toThrow('the session is still authenticated')
})

test('an app that can’t be taken away is refused as it opens', async () => {
  const opens: (() => () => void)[] = [undefined, Promise.resolve(() => {})].map((taken) => () => taken as never)
  for (const open of opens) {
    const stage = createSessionStage({ open })
    await expect(stage.acts.open()).rejects.toThrow(
      new TypeError('createSessionStage: `open` must return a function that takes the app away'),
    )
    stage.dispose()
  }
})

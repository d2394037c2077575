import { expect, test } from 'vitest'
import { first, fiveMinutes, login, MINUTE, second, stageSession } from './session-stage'

test('a late 401 of the last token is dropped once the next one is there', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'given' })
  stage.send({ type: 'request.unauthorized', at: 2, stamp: first, news: true, final: false })
  expect(stage.leaf()).toBe('authenticated')
  stage.send({ type: 'request.unauthorized', at: 3, stamp: second, news: true, final: false })
  expect(stage.leaf()).toBe('renewing.queuedRetry')
})

test('a 401 that is no news about the token starts no renewal', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'request.unauthorized', at: 1, stamp: first, news: false, final: true })
  expect(stage.leaf()).toBe('authenticated')
})

test('a token that arrives twice is adopted and told once', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'header' })
  stage.send({ type: 'sibling.renewed', at: 2, stamp: second, token: { ...fiveMinutes, expiresAt: MINUTE } })
  expect(stage.context().token).toEqual(fiveMinutes)
  expect(stage.told).toEqual([{ type: 'renewed', stamp: second, expiresAt: 5 * MINUTE }])
})

test('a login that arrives twice begins once', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'sibling.loggedIn', at: 1, ...login, subject: 'other' })
  expect(stage.context().subject).toBe('h4sh')
  expect(stage.told).toEqual([])
})

test('an epoch is the same only if its nonce is too', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'sibling.loggedIn', at: 1, ...login, stamp: { epoch: '1.b', generation: 1 }, subject: 'other' })
  expect(stage.context()).toMatchObject({ stamp: { epoch: '1.b', generation: 1 }, subject: 'other' })
})

test('what a renewal of the last token met with is dropped once the next token is there', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.refreshing')
  stage.send({ type: 'tokens.replaced', at: 1, stamp: second, token: fiveMinutes, source: 'overdue' })
  stage.send({ type: 'token.demanded', at: 2, stamp: second })
  const delay = { cause: 'offline', status: null, hint: null, retryAt: 9, notBefore: null } as const
  stage.send({ type: 'renewal.delayed', at: 3, stamp: first, ...delay })
  expect(stage.context().delay).toBe(null)
  stage.send({ type: 'renewal.delayed', at: 4, stamp: second, ...delay })
  expect(stage.context().delay).toEqual(delay)
})

test('a sibling’s login in the middle of a renewal is adopted, and the renewal’s token is dropped', async () => {
  const stage = stageSession()
  await stage.arriveIn('renewing.queuedRetry')
  const stamp = { epoch: '2.b', generation: 1 }
  stage.send({ type: 'sibling.loggedIn', at: 1, ...login, stamp })
  await stage.renewalEnded({ outcome: 'renewed', at: 2, stamp: second, token: fiveMinutes })
  expect(stage.context().stamp).toEqual(stamp)
})

test('a sibling’s expiry of an earlier login is dropped', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  stage.send({ type: 'sibling.expired', at: 1, epoch: '0.z', reason: 'rejected' })
  expect(stage.leaf()).toBe('authenticated')
})

test.each([
  { found: 'a logout', reason: 'logged_out', leaf: 'loggedOut.settled', told: { type: 'loggedOut', by: 'sibling' } },
  { found: 'an expiry', reason: 'answer_lost', leaf: 'expired', told: { type: 'expired', reason: 'answer_lost' } },
] as const)('a renewal that finds $found in the store leads to $leaf', async ({ reason, leaf, told }) => {
  const stage = stageSession()
  await stage.arriveIn('renewing.queuedRetry')
  await stage.renewalEnded({ outcome: 'ended', at: 1, reason })
  expect({ leaf: stage.leaf(), told: stage.told }).toEqual({ leaf, told: [told] })
})

test('a session begins with nothing known but its settings', () => {
  const stage = stageSession()
  const settings = { persistence: 'tab', restoreTimeout: 5_000, requestTimeout: 10_000, whileHidden: true }
  expect(stage.context()).toEqual({
    settings,
    stamp: null,
    token: { expiresAt: null, usableUntil: null, renewAt: null, renewable: false },
    armedAt: 0,
    subject: null,
    lastLogin: null,
    endReason: null,
    exhausted: false,
    refused: false,
    proving: false,
    hidden: false,
    delay: null,
    waiting: 0,
    held: 0,
    persistence: 'tab',
    revocation: { stamp: null, everywhere: false },
  })
})

test('a login of unknown method leaves the last known one', async () => {
  const stage = stageSession()
  await stage.arriveIn('authenticated')
  const stamp = { epoch: '2.b', generation: 1 }
  stage.send({ type: 'sibling.loggedIn', at: 1, ...login, stamp, lastLogin: null })
  expect(stage.context().lastLogin).toEqual(login.lastLogin)
  stage.send({ type: 'session.loggedIn', at: 2, ...login, lastLogin: { method: 'google', at: 2 } })
  expect(stage.context().lastLogin).toEqual({ method: 'google', at: 2 })
})

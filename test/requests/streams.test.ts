import { describe, expect, test } from 'vitest'
import { codeOf } from '../session/failure'
import { refreshPath } from '../session/scene'
import { standStill } from '../session/standstill'
import { openTimedUploads, openUploads } from './upload-scene'

const text = 'a note, with ü and \r\n'

describe('a stream', () => {
  const createStream = () => new Blob([text]).stream()
  const init = () => ({ method: 'POST', body: createStream(), duplex: 'half' }) as RequestInit

  test('is sent with a good token', async () => {
    const { session, uploads, target } = await openUploads()
    expect((await session.fetch(target, init())).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString())).toEqual([text])
  })

  test('that was refused fails with not_replayable once the token is renewed, so that another try succeeds', async () => {
    const { session, uploads, refreshes, target } = await openUploads()
    uploads.refuse(1)
    expect(await codeOf(session.fetch(target, init()))).toBe('not_replayable')
    expect(refreshes()).toBe(1)
    expect(session.getSnapshot().status).toBe('authenticated')
    expect((await session.fetch(target, init())).status).toBe(200)
    expect(uploads.received).toHaveLength(2)
  })

  test('that had to wait before it was ever sent is sent', async () => {
    const scene = await openUploads()
    const { session, uploads, target } = scene
    const standstill = await standStill(scene)
    const answer = session.fetch(target, init())
    standstill.release()
    expect((await answer).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString())).toEqual([text])
  })

  test('waits for a token with life for it, where a body that can be sent twice does not', async () => {
    const { server, session, uploads, target, clock } = await openTimedUploads()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    clock.advance(16_000)
    await gate.arrived
    expect((await session.fetch(target, { method: 'POST', body: 'again and again' })).status).toBe(200)
    const answer = session.fetch(target, init())
    await session.fetch(target, { method: 'POST', body: 'once more' })
    expect(uploads.received.map(({ content }) => content.toString())).toEqual(['again and again', 'once more'])
    gate.release()
    expect((await answer).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString()).at(-1)).toBe(text)
    expect(uploads.received).toHaveLength(3)
  })

  test('is sent without a wait while the token has life for it', async () => {
    const { server, session, uploads, target, clock } = await openTimedUploads()
    const gate = server.faults.next({ path: refreshPath }, { kind: 'gate' })
    clock.advance(14_000)
    await gate.arrived
    expect((await session.fetch(target, init())).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString())).toEqual([text])
    gate.release()
  })

  test('in a Request of the caller’s own is replayed, for the Request can be copied', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    const request = new Request(target, init() as RequestInit)
    expect((await session.fetch(request)).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString())).toEqual([text, text])
  })

  test('whose sender fails is rejected with that very error, and without a renewal', async () => {
    const { session, target, refreshes } = await openUploads()
    const broken = new Error('the disk is gone')
    const body = new ReadableStream({
      pull(controller) {
        controller.error(broken)
      },
    })
    const error = await session.fetch(target, { method: 'POST', body, duplex: 'half' } as RequestInit).catch((e) => e)
    expect([error, error.cause]).toContain(broken)
    expect(refreshes()).toBe(0)
    expect(session.getSnapshot().status).toBe('authenticated')
  })
})

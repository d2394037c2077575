import { describe, expect, test } from 'vitest'
import { standStill } from '../session/standstill'
import { openUploads } from './upload-scene'

interface Case {
  readonly body: BodyInit
  /** What the caller does with it after the call. */
  readonly change: () => void
  /** The same body, untouched. */
  readonly pristine: BodyInit
  /** The header that goes with it. */
  readonly type: string | undefined
}

const text = 'a note, with ü and \r\n'
const bytes = () => new Uint8Array([0, 1, 2, 250, 251, 252, 253, 254, 255, 10, 13, 0])

const TEXT = 'text/plain;charset=UTF-8'
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8'

/** A body that nobody can change. */
const fixed = (body: BodyInit, type: string | undefined) => (): Case => ({
  body,
  change: () => {},
  pristine: body,
  type,
})

const cases: Record<string, () => Case> = {
  string: fixed(text, TEXT),
  'an empty string': fixed('', TEXT),
  Blob: fixed(new Blob([text], { type: 'text/x-own' }), 'text/x-own'),
  'a Blob of Blobs': fixed(new Blob([new Blob([text]), bytes(), text]), undefined),
  'an empty Blob': fixed(new Blob([]), undefined),
  File: fixed(new File([bytes()], 'ü.png', { type: 'image/png' }), 'image/png'),
  URLSearchParams: () => {
    const body = new URLSearchParams({ a: '1', b: 'ü&=' })
    const pristine = new URLSearchParams({ a: '1', b: 'ü&=' })
    return { body, change: () => body.set('a', 'changed'), pristine, type: FORM }
  },
  'empty URLSearchParams': () => {
    const body = new URLSearchParams()
    return { body, change: () => body.set('a', 'added'), pristine: '', type: FORM }
  },
  ArrayBuffer: () => {
    const { buffer } = bytes()
    return { body: buffer, change: () => new Uint8Array(buffer).fill(7), pristine: bytes(), type: undefined }
  },
  'an empty ArrayBuffer': fixed(new ArrayBuffer(0), undefined),
  'a view': () => {
    const body = bytes()
    return { body, change: () => body.fill(7), pristine: bytes(), type: undefined }
  },
  'a view of a part': () => {
    const whole = bytes()
    const pristine = bytes().slice(3, 9)
    return { body: whole.subarray(3, 9), change: () => whole.fill(7), pristine, type: undefined }
  },
  'a view of wide numbers': () => {
    const body = new Float64Array([1.5, Number.NaN, -0])
    return { body, change: () => body.fill(7), pristine: new Float64Array([1.5, Number.NaN, -0]), type: undefined }
  },
  DataView: () => {
    const { buffer } = bytes()
    const change = () => new Uint8Array(buffer).fill(7)
    return { body: new DataView(buffer, 2, 6), change, pristine: bytes().slice(2, 8), type: undefined }
  },
}

const bytesOf = async (body: BodyInit) => Buffer.from(await new Response(body).arrayBuffer()).toString('hex')

describe.each(Object.entries(cases))('a body that is %s', (_, create) => {
  test('is replayed as it was when the request was made', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    const { body, change, pristine, type } = create()
    const answer = session.fetch(target, { method: 'POST', body })
    change()
    expect((await answer).status).toBe(200)
    const sent = [await bytesOf(pristine), type]
    expect(uploads.received.map(({ content, type }) => [content.toString('hex'), type])).toEqual([sent, sent])
  })

  test('is sent after a wait as it was when the request was made', async () => {
    const scene = await openUploads()
    const { session, uploads, target } = scene
    const standstill = await standStill(scene)
    const { body, change, pristine, type } = create()
    const answer = session.fetch(target, { method: 'PUT', body })
    change()
    standstill.release()
    expect((await answer).status).toBe(200)
    const sent = [await bytesOf(pristine), type]
    expect(uploads.received.map(({ content, type }) => [content.toString('hex'), type])).toEqual([sent])
  })
})

describe('a Request with a body', () => {
  const createRequest = (target: string) =>
    new Request(target, { method: 'POST', body: text, headers: { 'X-Own': 'kept', 'Content-Type': 'text/x-own' } })

  test('is replayed with its headers and the same bytes', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    expect((await session.fetch(createRequest(target))).status).toBe(200)
    const sent = { content: Buffer.from(text), type: 'text/x-own', own: 'kept', method: 'POST' }
    expect(uploads.received).toEqual([sent, sent])
  })

  test('is sent after a wait although the caller has read it meanwhile', async () => {
    const scene = await openUploads()
    const { session, uploads, target } = scene
    const standstill = await standStill(scene)
    const request = createRequest(target)
    const answer = session.fetch(request)
    await request.text()
    standstill.release()
    expect((await answer).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString())).toEqual([text])
  })
})

test('a Request without a body is sent as it is, not as a copy', async () => {
  const scene = await openUploads()
  const { session, target } = scene
  const standstill = await standStill(scene)
  const request = new Request(target)
  request.clone = () => {
    throw new Error('there is nothing to copy')
  }
  const answer = session.fetch(request)
  standstill.release()
  expect((await answer).status).toBe(200)
})

test('an init and a URL that the caller uses again for the next request keep each request as it was', async () => {
  const scene = await openUploads()
  const { session, uploads, target } = scene
  const standstill = await standStill(scene)
  const address = new URL(target)
  const init: RequestInit = { method: 'POST', headers: {} }
  const answers = ['one', 'two', 'three'].map((own) => {
    address.pathname = `/upload/${own}/`
    init.body = `the body of ${own}`
    init.headers = { 'X-Own': own, 'Content-Type': 'text/plain' }
    return session.fetch(address, init)
  })
  const [later, rest] = [{ ...init, method: 'PUT' }, answers]
  Object.assign(init, { method: 'DELETE', body: 'changed', headers: {} })
  standstill.release()
  expect((await Promise.all([...rest, session.fetch(target, later)])).map(({ status }) => status)).toEqual(
    Array(4).fill(200),
  )
  const received = uploads.received.map(({ method, own, content }) => [method, own, content.toString()])
  expect(received.slice(0, 3).sort()).toEqual([
    ['POST', 'one', 'the body of one'],
    ['POST', 'three', 'the body of three'],
    ['POST', 'two', 'the body of two'],
  ])
})

test("the init of a call is the caller's: it is not changed", async () => {
  const { session, target } = await openUploads()
  const init = Object.freeze({ method: 'POST', body: text, headers: Object.freeze({ 'X-Own': 'kept' }) })
  expect((await session.fetch(target, init)).status).toBe(200)
  expect(init).toEqual({ method: 'POST', body: text, headers: { 'X-Own': 'kept' } })
})

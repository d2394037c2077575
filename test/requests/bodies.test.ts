import { describe, expect, test } from 'vitest'
import { codeOf } from '../session/failure'
import { ada, openScene } from '../session/scene'
import { standStill } from '../session/standstill'
import { createUploads } from '../session/uploads'

interface Case {
  readonly body: BodyInit
  /** What the caller does with it after the call. */
  readonly change: () => void
  /** The same body, untouched. */
  readonly pristine: BodyInit
}

const text = 'a note, with ü and \r\n'
const bytes = () => new Uint8Array([0, 1, 2, 250, 251, 252, 253, 254, 255, 10, 13, 0])

const cases: Record<string, () => Case> = {
  string: () => ({ body: text, change: () => {}, pristine: text }),
  Blob: () => ({ body: new Blob([text], { type: 'text/plain' }), change: () => {}, pristine: new Blob([text]) }),
  URLSearchParams: () => {
    const body = new URLSearchParams({ a: '1', b: 'ü&=' })
    return { body, change: () => body.set('a', 'changed'), pristine: new URLSearchParams({ a: '1', b: 'ü&=' }) }
  },
  ArrayBuffer: () => {
    const { buffer } = bytes()
    return { body: buffer, change: () => new Uint8Array(buffer).fill(7), pristine: bytes() }
  },
  'a view': () => {
    const body = bytes()
    return { body, change: () => body.fill(7), pristine: bytes() }
  },
  'a view of a part': () => {
    const whole = bytes()
    return { body: whole.subarray(3, 9), change: () => whole.fill(7), pristine: bytes().slice(3, 9) }
  },
  DataView: () => {
    const { buffer } = bytes()
    return {
      body: new DataView(buffer, 2, 6),
      change: () => new Uint8Array(buffer).fill(7),
      pristine: bytes().slice(2, 8),
    }
  },
}

const bytesOf = async (body: BodyInit) => Buffer.from(await new Response(body).arrayBuffer()).toString('hex')

async function openUploads() {
  const uploads = createUploads()
  const scene = await openScene({ server: { fallback: uploads.take } })
  await scene.session.login(ada)
  return { ...scene, uploads, target: scene.url('/upload/') }
}

describe.each(Object.entries(cases))('a body that is %s', (_, create) => {
  test('is replayed as it was when the request was made', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    const { body, change, pristine } = create()
    const answer = session.fetch(target, { method: 'POST', body })
    change()
    expect((await answer).status).toBe(200)
    const expected = await bytesOf(pristine)
    expect(uploads.received.map(({ content }) => content.toString('hex'))).toEqual([expected, expected])
    const [first, second] = uploads.received
    expect(second!.type).toBe(first!.type)
  })

  test('is sent after a wait as it was when the request was made', async () => {
    const scene = await openUploads()
    const { session, uploads, target } = scene
    const standstill = await standStill(scene)
    const { body, change, pristine } = create()
    const answer = session.fetch(target, { method: 'PUT', body })
    change()
    standstill.release()
    expect((await answer).status).toBe(200)
    expect(uploads.received.map(({ content }) => content.toString('hex'))).toEqual([await bytesOf(pristine)])
  })
})

describe('a form with a file', () => {
  const createForm = () => {
    const form = new FormData()
    form.append('title', 'ü')
    form.append('tag', 'one')
    form.append('tag', 'two')
    form.append('file', new Blob([bytes()], { type: 'image/png' }), 'picture.png')
    return form
  }
  const partsOf = async (form: FormData) =>
    Promise.all(
      [...form].map(async ([name, value]) =>
        typeof value === 'string' ? [name, value] : [name, value.name, value.type, await bytesOf(value)],
      ),
    )

  test('is replayed part by part as it was when the request was made', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    const form = createForm()
    const answer = session.fetch(target, { method: 'POST', body: form })
    form.set('title', 'changed')
    form.delete('file')
    expect((await answer).status).toBe(200)
    const received = uploads.received.map(async ({ content, type }) =>
      partsOf(await new Response(new Uint8Array(content), { headers: { 'content-type': type! } }).formData()),
    )
    const expected = await partsOf(createForm())
    expect(await Promise.all(received)).toEqual([expected, expected])
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
})

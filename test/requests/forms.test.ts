import { describe, expect, test } from 'vitest'
import { standStill } from '../session/standstill'
import type { Upload } from '../session/uploads'
import { openUploads } from './upload-scene'

const bytes = new Uint8Array([0, 1, 2, 253, 254, 255, 10, 13, 0])

function createForm(): FormData {
  const form = new FormData()
  form.append('title', 'ü')
  form.append('tag', 'one')
  form.append('tag', 'two')
  form.append('picture', new Blob([bytes], { type: 'image/png' }), 'picture.png')
  form.append('notes', new File(['line\nline'], 'my "notes".txt'))
  form.append('nothing', new Blob([]))
  return form
}

async function partsOf(form: FormData) {
  const hex = async (file: File) => Buffer.from(await file.arrayBuffer()).toString('hex')
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string'
        ? [name, value]
        : [name, value.name, value.type || 'application/octet-stream', await hex(value)],
    ),
  )
}

const read = ({ content, type }: Upload) =>
  new Response(new Uint8Array(content), { headers: { 'content-type': type! } }).formData()

const asSent = ({ content, type }: Upload) => [content.toString('hex'), type]

const forms: Record<string, () => FormData> = {
  'a form with files': createForm,
  'an empty form': () => new FormData(),
}

describe.each(Object.entries(forms))('%s', (_, create) => {
  test('is replayed byte for byte as it was when the request was made', async () => {
    const { session, uploads, target } = await openUploads()
    uploads.refuse(1)
    const form = create()
    const answer = session.fetch(target, { method: 'POST', body: form })
    form.set('title', 'changed')
    form.delete('picture')
    expect((await answer).status).toBe(200)
    const [first, second] = uploads.received
    expect(asSent(second!)).toEqual(asSent(first!))
    expect(await partsOf(await read(second!))).toEqual(await partsOf(create()))
  })

  test('is sent after a wait as it was when the request was made', async () => {
    const scene = await openUploads()
    const { session, uploads, target } = scene
    const standstill = await standStill(scene)
    const form = create()
    const answer = session.fetch(target, { method: 'POST', body: form })
    form.set('title', 'changed')
    standstill.release()
    expect((await answer).status).toBe(200)
    expect(await Promise.all(uploads.received.map(async (upload) => partsOf(await read(upload))))).toEqual([
      await partsOf(create()),
    ])
  })
})

test('a form in the place of a Request’s own body is replayed byte for byte', async () => {
  const { session, uploads, target } = await openUploads()
  uploads.refuse(1)
  const request = new Request(target, { method: 'POST' })
  expect((await session.fetch(request, { body: createForm() })).status).toBe(200)
  const [first, second] = uploads.received
  expect(asSent(second!)).toEqual(asSent(first!))
  expect(await partsOf(await read(second!))).toEqual(await partsOf(createForm()))
})

test('no two forms share a boundary, and none is longer than RFC 2046 allows', async () => {
  const { session, uploads, target } = await openUploads()
  for (let i = 0; i < 20; i++) await session.fetch(target, { method: 'POST', body: createForm() })
  const boundaries = uploads.received.map(
    ({ type }) => /^multipart\/form-data; boundary=([\w.-]{16,70})$/.exec(type!)?.[1],
  )
  expect(boundaries).not.toContain(undefined)
  expect(new Set(boundaries).size).toBe(20)
})

const headers: Record<string, HeadersInit> = {
  'a plain object': { 'content-type': 'multipart/x-own; boundary=own', 'X-Own': 'kept' },
  Headers: new Headers({ 'Content-Type': 'multipart/x-own; boundary=own', 'X-Own': 'kept' }),
  pairs: [
    ['CONTENT-TYPE', 'multipart/x-own; boundary=own'],
    ['x-own', 'kept'],
  ],
}

describe.each(Object.entries(headers))('a content type of the caller’s own, by %s', (_, given) => {
  test.each(['form', 'string', 'Blob', 'search parameters', 'bytes'] as const)(
    'wins for a %s as with fetch',
    async (kind) => {
      const body = {
        form: createForm(),
        string: 'text',
        Blob: new Blob(['text'], { type: 'text/x-blob' }),
        'search parameters': new URLSearchParams({ a: 'b' }),
        bytes,
      }[kind]
      const { session, uploads, target } = await openUploads()
      uploads.refuse(1)
      expect((await session.fetch(target, { method: 'POST', body, headers: given })).status).toBe(200)
      await fetch(target, { method: 'POST', body, headers: given })
      const [first, second, native] = uploads.received.map(({ type, own }) => ({ type, own }))
      expect([first, second]).toEqual([native, native])
      expect(native).toEqual({ type: 'multipart/x-own; boundary=own', own: 'kept' })
      expect(uploads.received[1]!.content.equals(uploads.received[0]!.content)).toBe(true)
    },
  )
})

test.each(['form', 'string'] as const)('an Idempotency-Key goes along with each sending of a %s', async (kind) => {
  const { server, session, url } = await openUploads()
  await server.revokeAccess()
  const init = {
    method: 'POST',
    body: kind === 'form' ? createForm() : JSON.stringify({ amount: 1 }),
    headers: { 'Idempotency-Key': 'once', 'X-Request-Id': 'payment' },
  }
  expect((await session.fetch(url('/api/payments/'), init)).status).toBe(200)
  const seen = server.requests.filter(({ path }) => path === '/api/payments/')
  expect(seen.map(({ idempotencyKey, requestId, status }) => [idempotencyKey, requestId, status])).toEqual([
    ['once', 'payment', 401],
    ['once', 'payment', 200],
  ])
  expect(server.executions.get('payment')).toBe(1)
})
